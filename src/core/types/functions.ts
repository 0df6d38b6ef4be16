import type { Report } from '../diagnostics/report.ts';
import type { FunDeclaration } from '../syntax/ast.ts';
import { isBuiltIn } from './calls.ts';
import { type Context, type FileScope, fileContext, type Program, withLocals } from './context.ts';
import { declaredType } from './declared_type.ts';
import { coerceTo } from './operands.ts';
import { placeholder } from './placeholder.ts';
import type { DeclaredType, ScalarType, TypedFun, ValueSymbol } from './typed.ts';

/** Says what type an argument has; null where it failed. */
type DeclareArgument = (symbol: ValueSymbol, type: ScalarType | null) => void;

/** Checks a function: its arguments, its result, its body. Null where it failed. */
export function completeFun(
  program: Program,
  declaration: FunDeclaration,
  file: FileScope,
  declare: DeclareArgument,
): TypedFun | null {
  const { name } = declaration;
  if (isBuiltIn(name.text)) {
    program.report.error('SV051', `\`${name.text}\` is a built-in function`, name.span, {
      help: 'choose another name',
    });
    return null;
  }
  const outer = fileContext(program, file, 'a function');
  refuseTwice(program.report, declaration);
  const parameters = declaration.parameters.map((one) => argument(outer, one, declare));
  const result = declaration.result === null ? undefined : declaredType(outer, declaration.result);
  const checked = program.check(withLocals(outer, parameters), declaration.body, result?.scalar ?? null);
  if (result === null || checked === null) return null;
  const role = `the result of \`${name.text}\``;
  const body = result === undefined ? checked : coerceTo(outer, checked, result.scalar, role, result.span);
  if (body === null || parameters.some((one) => program.scalarOf(one) === null)) return null;
  if (result !== undefined) warnUnchecked(program.report, result, 'result');
  const bare: DeclaredType = { scalar: body.type, range: null, span: declaration.body.span };
  return { name: name.text, parameters, result: result ?? bare, body, span: name.span };
}

function argument(
  context: Context,
  parameter: FunDeclaration['parameters'][number],
  declare: DeclareArgument,
): ValueSymbol {
  const { name } = parameter;
  const type = declaredType(context, parameter.type);
  const symbol: ValueSymbol = {
    kind: 'argument',
    name: name.text,
    span: name.span,
    documentation: null,
    type: type ?? placeholder(name.span).type,
  };
  declare(symbol, type?.scalar ?? null);
  if (type !== null) warnUnchecked(context.program.report, type, 'argument');
  return symbol;
}

function warnUnchecked(report: Report, type: DeclaredType, what: string): void {
  if (type.range === null) return;
  report.warning('SV122', `the range of a function's ${what} is not checked where it is called`, type.span, {
    help: 'a function is a name for a formula: state the range as a clause or on a port',
  });
}

function refuseTwice(report: Report, { parameters }: FunDeclaration): void {
  for (const [at, { name }] of parameters.entries()) {
    const first = parameters.slice(0, at).find((one) => one.name.text === name.text);
    if (first === undefined) continue;
    report.error('SV051', `\`${name.text}\` is an argument already`, name.span, {
      related: [{ span: first.name.span, message: 'first here' }],
    });
  }
}
