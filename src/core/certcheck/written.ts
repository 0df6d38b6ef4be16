import { parseExact } from '../exact/rational.ts';
import { BOOL, bool, choose, literal, REAL, real, variable } from '../model/build.ts';
import { remembered } from '../model/memo.ts';
import type { Expr, Scope } from '../model/model.ts';
import { operandsOf } from '../model/traverse.ts';
import { count, list, reject, text } from '../text/strict_json.ts';

const texts = new WeakMap<Expr, string>();

/** An expression as certificates write it; empty where that is too long. */
export function writtenText(expr: Expr): string {
  return remembered(texts, expr, () => {
    if (expr.kind === 'variable') return JSON.stringify(['var', expr.variable.name]);
    if (expr.kind === 'literal' && expr.sort.kind === 'enum')
      return JSON.stringify(['member', expr.sort.name, expr.value]);
    if (expr.kind === 'literal')
      return JSON.stringify(typeof expr.value === 'object' ? ['num', expr.value.toFraction()] : ['bool', expr.value]);
    const more = expr.kind === 'power' ? [`"${expr.exponent}"`] : 'steps' in expr ? [`${expr.steps}`] : [];
    const all = [`"${expr.kind}"`, ...operandsOf(expr).map(writtenText), ...more];
    return all.includes('') || all.join().length > 20_000 ? '' : `[${all.join()}]`;
  });
}

const NUMERIC = /^(add|sub|neg|mul|abs|min|max|div|idiv|mod|floor|ceil|toReal|select)$/;

/** The expression that a certificate writes, over variables of a scope; it is one if it is written so again. */
export function readExpression(written: unknown, { variables }: Pick<Scope, 'variables'>): Expr {
  const [kind, ...rest] = list(written);
  if (kind === 'var') return variable(variables.find((each) => each.name === rest[0]) ?? reject('no such variable'));
  if (kind === 'bool') return bool(rest[0] === true);
  if (kind === 'num') return real(parseExact(text(rest[0])) ?? reject('a number in lowest terms is needed'));
  // A name that could be taken for an unknown would speak of one step instead of each.
  if (kind === 'member' && /^\w+$/.test(text(rest[1])))
    return literal({ kind: 'enum', name: text(rest[0]), members: [] }, text(rest[1]));
  const steps = /^(held|whenever)$/.test(text(kind)) ? { steps: count(rest.pop(), 1, 1e5) } : {};
  const operands = rest.map((each) => readExpression(each, { variables }));
  const [a, b, c] = operands;
  const sort = NUMERIC.test(text(kind)) ? REAL : kind === 'prev' ? a!.sort : BOOL;
  const two = { left: a, right: b, trigger: a, response: b, initial: b, operand: a };
  const expr = kind === 'if' ? choose(a!, b!, c!) : ({ kind, sort, ...steps, ...two, operands } as unknown as Expr);
  return writtenText(expr) === JSON.stringify(written) ? expr : reject(`\`${kind}\` cannot be read`);
}
