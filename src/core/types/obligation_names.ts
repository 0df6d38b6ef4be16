import type { ClauseItem, Name } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { ComponentScope } from './component_scope.ts';
import type { Globals } from './globals.ts';
import { symbolExpressions } from './survey.ts';
import type { TypedExpr, TypedFun, ValueSymbol } from './typed.ts';
import { findIn } from './walk.ts';

/** Names that obligations have themselves. */
const RESERVED: ReadonlySet<string> = new Set([
  'range',
  'defined',
  'modes',
  'reachable',
  'consistent',
  'realizable',
  'refines',
]);

/** Checks that no two obligations of a component would have one name. */
export function checkNames(globals: Globals, scope: ComponentScope): void {
  const { items } = scope.declaration;
  checkClauseNames(
    globals,
    items.filter((item) => item.kind === 'clause'),
  );
  for (const item of items) if (item.kind === 'mode') checkClauseNames(globals, item.clauses);
  checkDefinedness(globals, scope);
}

function checkClauseNames(globals: Globals, clauses: readonly ClauseItem[]): void {
  const taken = new Map<string, Span>();
  for (const clause of clauses) {
    if (clause.name !== null) claimName(globals, clause.name, taken);
  }
  const counts = { assume: 0, guarantee: 0, invariant: 0 };
  for (const clause of clauses) {
    counts[clause.keyword] += 1;
    const given = `${clause.keyword}${counts[clause.keyword]}`;
    const other = clause.name === null ? taken.get(given) : undefined;
    if (other === undefined) continue;
    globals.report.error('SV064', `\`${given}\` is the name of another clause, which has none of its own`, other, {
      related: [{ span: clause.span, message: `reports call this one \`${given}\`` }],
      help: 'give both clauses names of their own',
    });
  }
}

function claimName(globals: Globals, name: Name, taken: Map<string, Span>): void {
  const first = taken.get(name.text);
  if (first === undefined) taken.set(name.text, name.span);
  else {
    globals.report.error('SV063', `there is a clause \`${name.text}\` already`, name.span, {
      related: [{ span: first, message: 'the first is here' }],
      help: 'give one of them another name',
    });
  }
  if (!RESERVED.has(name.text)) return;
  globals.report.error('SV063', `\`${name.text}\` cannot name a clause`, name.span, {
    help: `obligations have this name; the others are ${[...RESERVED].filter((one) => one !== name.text).join(', ')}`,
  });
}

/** `C.x.defined` is owed by a clause `x` and by a definition `x` alike, where they hold a partial operator. */
function checkDefinedness(globals: Globals, scope: ComponentScope): void {
  for (const clause of scope.typed.clauses) {
    const symbol = clause.name === null ? undefined : scope.symbol(clause.name);
    if (symbol === undefined || !isPartial(clause.body) || !definitionExpressions(scope, symbol).some(isPartial))
      continue;
    globals.report.error(
      'SV064',
      `\`${clause.name}\` names a clause and a definition, and both may be undefined`,
      clause.span,
      {
        related: [{ span: symbol.span, message: 'the definition' }],
        help: `\`${scope.typed.name}.${clause.name}.defined\` would be two obligations: give the clause another name`,
      },
    );
  }
}

function definitionExpressions(scope: ComponentScope, symbol: ValueSymbol): readonly TypedExpr[] {
  const nexts = scope.typed.nexts.filter((next) => next.state === symbol).map((next) => next.value);
  const when = symbol.kind === 'mode' ? [symbol.mode.when] : [];
  return [...symbolExpressions(symbol), ...nexts, ...when];
}

/** Whether the text holds an operator that may have no value. */
function isPartial(expr: TypedExpr): boolean {
  return findIn(expr, isPartialNode) !== null;
}

function isPartialNode(expr: TypedExpr): boolean {
  switch (expr.kind) {
    case 'binary':
      return expr.operator === 'div' || expr.operator === 'idiv' || expr.operator === 'mod';
    case 'power':
      return expr.exponent < 0n;
    case 'index':
      return expr.index.kind !== 'number';
    case 'port':
      return expr.index !== null && expr.index.kind !== 'number';
    case 'aggregate':
      return expr.operator === 'min' || expr.operator === 'max';
    case 'call':
      return isPartialFun(expr.fun);
    default:
      return false;
  }
}

const PARTIAL_FUNS = new WeakMap<TypedFun, boolean>();

function isPartialFun(fun: TypedFun): boolean {
  const known = PARTIAL_FUNS.get(fun);
  if (known !== undefined) return known;
  const partial = isPartial(fun.body);
  PARTIAL_FUNS.set(fun, partial);
  return partial;
}
