import type { Diagnostic, Staged } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import type { Import, Module } from '../syntax/ast.ts';
import { parseModule } from '../syntax/parse.ts';
import type { SourceFile } from '../text/source.ts';

/** Why an imported file could not be had. */
export type ImportProblem = 'missing' | 'outside' | 'unreadable';

/** Fetches the file that `importPath`, as written in the file `importerPath`, names. The same file must always come with the same path. */
export type ImportReader = (
  importerPath: string,
  importPath: string,
) =>
  | { readonly kind: 'source'; readonly source: SourceFile }
  | { readonly kind: 'problem'; readonly problem: ImportProblem; readonly detail: string };

/** Reads one file; see `parseModule`. */
export type ModuleReader = (source: SourceFile) => Staged<Module>;

/**
 * Parses a file and all that it imports. The product lists each file once, imported files before those that import them, the
 * root last; each import that could be followed has its `target`. Reports what the parser reports, imports that cannot be
 * followed, and cycles.
 */
export function loadModules(
  root: SourceFile,
  read: ImportReader,
  parse: ModuleReader = parseModule,
): Staged<readonly Module[]> {
  const loader = new Loader(read, parse);
  loader.load(root);
  return { product: [...loader.loaded.values()], diagnostics: [...loader.parsing, ...loader.report.diagnostics] };
}

/** A file whose imports are being followed, and the import that is being followed. */
interface Open {
  readonly path: string;
  following: Import | null;
}

const REFUSALS = {
  missing: {
    code: 'SV058',
    message: (path: string) => `there is no file "${path}"`,
    help: 'the path is relative to the file that imports, as in `import "lib/parts.safety"`',
  },
  unreadable: { code: 'SV058', message: (path: string) => `the file "${path}" cannot be read`, help: null },
  outside: {
    code: 'SV059',
    message: (path: string) => `"${path}" lies outside the project`,
    help: 'copy the file into the project, or check from a folder that holds both files',
  },
} as const;

class Loader {
  /** By path, in the order in which they were finished. */
  readonly loaded = new Map<string, Module>();
  readonly parsing: Diagnostic[] = [];
  readonly report = new Report();
  readonly #open: Open[] = [];
  readonly #read: ImportReader;
  readonly #parse: ModuleReader;

  constructor(read: ImportReader, parse: ModuleReader) {
    this.#read = read;
    this.#parse = parse;
  }

  load(source: SourceFile): void {
    const parsed = this.#parse(source);
    this.parsing.push(...parsed.diagnostics);
    const open: Open = { path: source.path, following: null };
    this.#open.push(open);
    const imports = parsed.product.imports.map((one) => {
      open.following = one;
      return this.#follow(source.path, one);
    });
    this.#open.pop();
    this.loaded.set(source.path, { ...parsed.product, imports });
  }

  #follow(importer: string, one: Import): Import {
    const answer = this.#read(importer, one.path);
    if (answer.kind === 'problem') {
      this.#refuse(one, answer.problem, answer.detail);
      return one;
    }
    const target = answer.source.path;
    const cycle = this.#open.findIndex((open) => open.path === target);
    if (cycle >= 0) this.#reportCycle(one, this.#open.slice(cycle));
    else if (!this.loaded.has(target)) this.load(answer.source);
    return { ...one, target };
  }

  #refuse(one: Import, problem: ImportProblem, detail: string): void {
    const { code, message, help } = REFUSALS[problem];
    const more = detail === '' ? '' : `: ${detail}`;
    this.report.error(code, `${message(one.path)}${more}`, one.pathSpan, { help });
  }

  #reportCycle(closing: Import, cycle: readonly Open[]): void {
    const paths = [...cycle.map((open) => open.path), cycle[0]!.path];
    const earlier = cycle.slice(0, -1).map((open) => open.following!);
    this.report.error('SV060', `files import each other: ${paths.join(' → ')}`, closing.pathSpan, {
      related: earlier.map((one) => ({ span: one.pathSpan, message: 'an import of the cycle' })),
      help: 'move what both need into a file that imports neither',
    });
  }
}
