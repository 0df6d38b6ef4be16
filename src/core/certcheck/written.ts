import { remembered } from '../model/memo.ts';
import type { Expr } from '../model/model.ts';
import { operandsOf } from '../model/traverse.ts';

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
