import type { Diagnostic } from '../../src/core/diagnostics/diagnostic.ts';
import { loadModules } from '../../src/core/resolve/program.ts';
import { typecheck } from '../../src/core/types/check.ts';
import type { TypedComponent, TypedProgram } from '../../src/core/types/typed.ts';

/** A diagnostic as a test reads it: the code, the text that it underlines, the message and the help. */
export interface Said {
  readonly code: string;
  readonly severity: string;
  readonly at: string;
  readonly message: string;
  readonly help: string | null;
  readonly related: readonly string[];
}

export interface Checked {
  readonly program: TypedProgram | null;
  readonly said: readonly Said[];
}

/** Loads and checks a program; other files are found by the path written in the import. */
export function check(text: string, others: Readonly<Record<string, string>> = {}): Checked {
  const texts = new Map([['main.safety', text], ...Object.entries(others)]);
  const loaded = loadModules({ path: 'main.safety', text }, (_, path) => {
    const found = texts.get(path);
    return found === undefined
      ? { kind: 'problem', problem: path.startsWith('..') ? 'outside' : 'missing', detail: '' }
      : { kind: 'source', source: { path, text: found } };
  });
  const typed = typecheck(loaded.product);
  const diagnostics = [...loaded.diagnostics, ...typed.diagnostics];
  return { program: typed.product, said: diagnostics.map((one) => read(one, texts)) };
}

function read(one: Diagnostic, texts: ReadonlyMap<string, string>): Said {
  const slice = (span: Diagnostic['span']) => (span === null ? '' : texts.get(span.path)!.slice(span.start, span.end));
  const { code, severity, message, help, related } = one;
  return {
    code,
    severity,
    at: slice(one.span),
    message,
    help,
    related: related.map((other) => `${slice(other.span)}: ${other.message}`),
  };
}

/** The errors of a text, as `code at`. */
export function errors(text: string, others?: Readonly<Record<string, string>>): readonly string[] {
  return check(text, others)
    .said.filter((one) => one.severity === 'error')
    .map((one) => `${one.code} ${one.at}`);
}

/** The one component of that name of a text that must have no error. */
export function component(text: string, name: string): TypedComponent {
  const { program, said } = check(text);
  if (program === null) throw new Error(said.map((one) => `${one.code} ${one.message} [${one.at}]`).join('\n'));
  return program.components.find((one) => one.name === name)!;
}
