import { BOOL, literal, REAL } from '../model/build.ts';
import type { Expr, Variable } from '../model/model.ts';
import { operandsOf } from '../model/traverse.ts';
import { count, list, number, reject, text } from './strict.ts';

const texts = new WeakMap<Expr, string | null>();

/** An expression as certificates write it; null where that is too long. */
export function writtenText(expr: Expr): string | null {
  let written = texts.get(expr);
  if (written === undefined) texts.set(expr, (written = write(expr)));
  return written;
}

function write(expr: Expr): string | null {
  if (expr.kind === 'variable') return JSON.stringify(['var', expr.variable.name]);
  if (expr.kind === 'literal') {
    const { sort, value } = expr;
    if (sort.kind === 'enum') return JSON.stringify(['member', sort.name, value]);
    return JSON.stringify(typeof value === 'object' ? ['num', value.toFraction()] : ['bool', value]);
  }
  const more = expr.kind === 'power' ? [`"${expr.exponent}"`] : 'steps' in expr ? [`${expr.steps}`] : [];
  const operands = operandsOf(expr).map(writtenText);
  const all = `[${[`"${expr.kind}"`, ...operands, ...more].join()}]`;
  return operands.includes(null) || all.length > 20_000 ? null : all;
}

const TWO = ['left', 'right'];
/** The operands of what an invariant may be made of, by name; null: any number of them. */
const SHAPES = new Map<string, readonly string[] | null>([
  ...['and', 'or', 'add', 'mul'].map((kind) => [kind, null] as const),
  ...['implies', 'iff', 'eq', 'lt', 'le', 'sub', 'since'].map((kind) => [kind, TWO] as const),
  ...['not', 'neg', 'once', 'historically', 'held'].map((kind) => [kind, ['operand']] as const),
  ['prev', ['operand', 'initial']],
  ['if', ['condition', 'then', 'else']],
]);

/** Reads an expression over variables that `names` knows. What it makes of wrong sorts is refused where it is evaluated. */
export function readExpr(value: unknown, names: (name: string) => Variable, depth = 0): Expr {
  const [head, ...rest] = list(value);
  const kind = text(head);
  if (kind === 'var') {
    const variable = names(text(list(rest, 1)[0]));
    return { kind: 'variable', variable, sort: variable.sort };
  }
  if (kind === 'bool') return literal(BOOL, list(rest, 1)[0] === true);
  if (kind === 'num') return literal(REAL, number(list(rest, 1)[0]));
  if (kind === 'member') {
    const [name, member] = list(rest, 2).map(text);
    // A name that could be taken for an unknown would speak of one step instead of each.
    return literal({ kind: 'enum', name: name!, members: [] }, /^\w+$/.test(member!) ? member! : reject('no member'));
  }
  const steps = kind === 'held' ? { steps: count(rest.pop(), 1, 1_000) } : {};
  const operands = rest.map((operand) => (depth < 100 ? readExpr(operand, names, depth + 1) : reject('too deep')));
  const shape = SHAPES.has(kind) ? SHAPES.get(kind)! : reject(`an expression of kind \`${kind}\` is not read`);
  const sort =
    kind === 'if' || kind === 'prev' ? operands.at(-1)!.sort : /^(add|mul|sub|neg)$/.test(kind) ? REAL : BOOL;
  if (shape === null) return { kind, operands, sort, span: null } as unknown as Expr;
  const named = Object.fromEntries(shape.map((part, at) => [part, list(operands, shape.length)[at]]));
  return { kind, ...named, ...steps, sort } as unknown as Expr;
}
