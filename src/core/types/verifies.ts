import type { Report } from '../diagnostics/report.ts';
import type { Module, VerifyDeclaration } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import { fileContext } from './context.ts';
import type { Globals } from './globals.ts';
import { bindParameters } from './parts.ts';
import type { TypedVerify } from './typed.ts';

/** Checks the `verify` lines of a file, as far as they are new. */
export function checkVerifies(globals: Globals, module: Module): readonly TypedVerify[] {
  return module.declarations.flatMap((one) => {
    const typed = one.kind === 'verify' && globals.isNew(one) ? checkVerify(globals, one) : null;
    return typed === null ? [] : [typed];
  });
}

/** A setting's name is its own for each system. */
export function refuseSettingsTwice(report: Report, module: Module): void {
  const taken = new Map<string, Span>();
  for (const one of module.declarations) {
    if (one.kind !== 'verify') continue;
    const key = `${one.name.text}/${one.system.text}`;
    const first = taken.get(key);
    if (first === undefined) taken.set(key, one.name.span);
    else {
      report.error('SV051', `there is a setting \`${key}\` already`, one.name.span, {
        related: [{ span: first, message: 'first declared here' }],
      });
    }
  }
}

function checkVerify(globals: Globals, declaration: VerifyDeclaration): TypedVerify | null {
  const file = globals.files.get(declaration.span.path)!;
  const context = fileContext(globals, file, 'a setting');
  const system = file.component(declaration.system);
  if (system === null) {
    for (const one of declaration.bindings) globals.check(context, one.value, null);
    return null;
  }
  const bindings = bindParameters(context, system, declaration.bindings);
  const { name, documentation, annotations, span } = declaration;
  return { name: name.text, system: system.typed, bindings, documentation, annotations, span };
}
