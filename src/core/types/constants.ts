import type { Report } from '../diagnostics/report.ts';
import type { ConstDeclaration } from '../syntax/ast.ts';
import { isLiteral } from './coerce.ts';
import type { Draft } from './component_scope.ts';
import { type FileScope, fileContext, type Program } from './context.ts';
import { declaredType } from './declared_type.ts';
import { type Constant, fold, foldNumber } from './fold.ts';
import { coerceTo } from './operands.ts';
import { placeholder } from './placeholder.ts';
import { isNumeric } from './scalar.ts';
import { quantityIn } from './show_quantity.ts';
import type { ScalarType, TypedExpr, ValueSymbol } from './typed.ts';

export type ConstSymbol = Extract<ValueSymbol, { readonly kind: 'const' }>;

/** The symbol of a constant, its type and value still to be found. */
export function constSymbol({ name, documentation }: ConstDeclaration): Draft<ConstSymbol> {
  return { kind: 'const', name: name.text, span: name.span, documentation, ...placeholder(name.span) };
}

/** Finds type and value of a constant; returns the type, or null where it cannot be found. */
export function completeConstant(
  program: Program,
  declaration: ConstDeclaration,
  symbol: Draft<ConstSymbol>,
  file: FileScope,
): ScalarType | null {
  const context = fileContext(program, file, 'a constant');
  const type = declaration.type === null ? undefined : declaredType(context, declaration.type);
  const checked = program.check(context, declaration.value, type?.scalar ?? null);
  if (checked === null || type === null) return type?.scalar ?? null;
  const value = type === undefined ? checked : coerceTo(context, checked, type.scalar, `\`${symbol.name}\``, type.span);
  if (value === null) return type?.scalar ?? null;
  const known = constantValue(program.report, value);
  if (known === null) return null;
  symbol.value = known;
  symbol.type = type ?? { scalar: value.type, range: null, span: declaration.value.span };
  refuseOutside(program.report, symbol);
  return symbol.type.scalar;
}

/** The value as a literal; null after reporting that it has none. */
function constantValue(report: Report, expr: TypedExpr): TypedExpr | null {
  const folded = fold(expr);
  switch (folded.kind) {
    case 'value':
      return isLiteral(expr) ? expr : literal(folded.value, expr);
    case 'undefined':
      report.error('SV112', 'this constant has no value', folded.expr.span, {
        help: 'a divisor is zero, or a minimum is taken over nothing',
      });
      return null;
    case 'open':
      report.error('SV112', 'this constant takes too long to work out, or has too many digits', expr.span);
      return null;
  }
}

function literal(value: Constant, expr: TypedExpr): TypedExpr {
  const { type, span } = expr;
  if (typeof value === 'boolean') return { kind: 'boolean', value, type, span };
  if (typeof value === 'object') return { kind: 'number', value, type, span };
  if (type.kind !== 'enum') throw new Error(`${value} is no member`);
  return { kind: 'member', member: value, type, span };
}

function refuseOutside(report: Report, { value, type, span, name }: ConstSymbol): void {
  const found = isNumeric(value.type) ? foldNumber(value) : null;
  if (found === null || type.range === null) return;
  const low = type.range.low === null ? null : foldNumber(type.range.low);
  const high = type.range.high === null ? null : foldNumber(type.range.high);
  if ((low === null || low.compare(found) <= 0) && (high === null || found.compare(high) <= 0)) return;
  report.error('SV111', `\`${name}\` is ${quantityIn(found, value.type)}, which is outside its range`, span, {
    related: [{ span: type.range.span, message: 'the range' }],
  });
}
