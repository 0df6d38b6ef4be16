import type { Module, VerifyDeclaration } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import { fileContext } from './context.ts';
import type { Globals } from './globals.ts';
import { bindParameters } from './parts.ts';
import type { TypedVerify } from './typed.ts';

/** Checks the `verify` lines of a file. A setting's name is its own for each system. */
export function checkVerifies(globals: Globals, module: Module): readonly TypedVerify[] {
  const taken = new Map<string, Span>();
  return module.declarations.flatMap((declaration) => {
    if (declaration.kind !== 'verify') return [];
    const key = `${declaration.name.text}/${declaration.system.text}`;
    const first = taken.get(key);
    if (first === undefined) taken.set(key, declaration.name.span);
    else {
      globals.report.error('SV051', `there is a setting \`${key}\` already`, declaration.name.span, {
        related: [{ span: first, message: 'first declared here' }],
      });
    }
    const typed = checkVerify(globals, declaration);
    return typed === null ? [] : [typed];
  });
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
