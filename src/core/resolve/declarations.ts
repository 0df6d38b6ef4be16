import type { Report } from '../diagnostics/report.ts';
import type { Declaration, Import, Module, Name } from '../syntax/ast.ts';

/**
 * Which declarations a file sees: its own and those of the files that it imports itself. Files that those import in turn are
 * not seen. Units have names of their own; constants, types, functions, faults and components share one set of names.
 */
export type Space = 'unit' | 'name';

/** A declaration that can be named in a file. */
export type Nameable = Exclude<Declaration, { readonly kind: 'verify' }>;

export interface Declared {
  readonly declaration: Nameable;
  readonly module: Module;
}

/** What one file sees. */
export class Visible {
  readonly module: Module;
  readonly #seen: Readonly<Record<Space, ReadonlyMap<string, Declared>>>;
  readonly #silent: ReadonlySet<string>;
  readonly #incomplete: boolean;
  readonly #elsewhere: (space: Space, name: string) => Declared | null;

  constructor(
    module: Module,
    seen: Readonly<Record<Space, ReadonlyMap<string, Declared>>>,
    silence: { readonly names: ReadonlySet<string>; readonly incomplete: boolean },
    elsewhere: (space: Space, name: string) => Declared | null,
  ) {
    this.module = module;
    this.#seen = seen;
    this.#silent = silence.names;
    this.#incomplete = silence.incomplete;
    this.#elsewhere = elsewhere;
  }

  lookup(space: Space, name: string): Declared | null {
    return this.#seen[space].get(name) ?? null;
  }

  all(space: Space): readonly Declared[] {
    return [...this.#seen[space].values()];
  }

  /** Whether a name that is not seen is owed to a mistake that has been reported: a broken declaration, a file that could not be had. */
  isSilent(name: string): boolean {
    return this.#incomplete || this.#silent.has(name);
  }

  /** A declaration of that name in a file of the program that this file does not import. */
  elsewhere(space: Space, name: string): Declared | null {
    return this.#elsewhere(space, name);
  }
}

/** Builds what each file sees, by path. Reports names declared twice; the first declaration counts. */
export function visibleDeclarations(modules: readonly Module[], report: Report): ReadonlyMap<string, Visible> {
  const own = new Map(modules.map((module) => [module.path, ownDeclarations(module, report)]));
  reportSharedNames(modules, report);
  const elsewhere = (space: Space, name: string): Declared | null => {
    for (const declared of own.values()) {
      const found = declared[space].get(name);
      if (found !== undefined) return found;
    }
    return null;
  };
  return new Map(
    modules.map((module) => {
      const imported = importedModules(module, modules);
      const seen = withImports(own.get(module.path)!, imported, own, report);
      const names = new Set([module, ...imported.map(({ target }) => target)].flatMap((one) => one.broken));
      const incomplete = imported.length < module.imports.length;
      return [module.path, new Visible(module, seen, { names, incomplete }, elsewhere)];
    }),
  );
}

type Own = Readonly<Record<Space, Map<string, Declared>>>;
type Followed = { readonly import: Import; readonly target: Module };

function importedModules(module: Module, modules: readonly Module[]): readonly Followed[] {
  return module.imports.flatMap((one) => {
    const target = modules.find((other) => other.path === one.target);
    return target === undefined ? [] : [{ import: one, target }];
  });
}

export function spaceOf(declaration: Nameable): Space {
  return declaration.kind === 'unit' ? 'unit' : 'name';
}

function ownDeclarations(module: Module, report: Report): Own {
  const own: Own = { unit: new Map(), name: new Map() };
  for (const declaration of module.declarations) {
    if (declaration.kind === 'verify') continue;
    const names = own[spaceOf(declaration)];
    const first = names.get(declaration.name.text);
    if (first === undefined) names.set(declaration.name.text, { declaration, module });
    else reportTwice(declaration.name, first.declaration.name, report);
  }
  return own;
}

function withImports(own: Own, imported: readonly Followed[], all: ReadonlyMap<string, Own>, report: Report): Own {
  const seen: Own = { unit: new Map(own.unit), name: new Map(own.name) };
  for (const { import: one, target } of imported) {
    for (const space of ['unit', 'name'] as const) {
      for (const [name, declared] of all.get(target.path)![space]) {
        const first = seen[space].get(name);
        if (first === undefined) seen[space].set(name, declared);
        else if (
          first.declaration !== declared.declaration &&
          !(isShared(first.declaration) && isShared(declared.declaration))
        ) {
          reportImportedTwice(one, name, [first, declared], report);
        }
      }
    }
  }
  return seen;
}

/** Whether reports and obligations name the thing, so that its name must be one of a kind in the whole program. */
function isShared(declaration: Declaration): boolean {
  switch (declaration.kind) {
    case 'component':
    case 'fault':
      return true;
    case 'type':
      return declaration.definition.kind === 'enumeration';
    case 'unit':
      return declaration.definition === null;
    default:
      return false;
  }
}

/** Components, shared faults, enumerations and base units must have names of their own in the whole program. */
function reportSharedNames(modules: readonly Module[], report: Report): void {
  const first = new Map<string, Declared>();
  for (const module of modules) {
    for (const declaration of module.declarations) {
      if (declaration.kind === 'verify' || !isShared(declaration)) continue;
      const key = `${spaceOf(declaration)} ${declaration.name.text}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, { declaration, module });
      else if (other.module !== module) reportTwice(declaration.name, other.declaration.name, report);
    }
  }
}

function reportTwice(second: Name, first: Name, report: Report): void {
  report.error('SV051', `\`${second.text}\` is declared twice`, second.span, {
    related: [{ span: first.span, message: 'first declared here' }],
    help: 'give one of them another name',
  });
}

function reportImportedTwice(one: Import, name: string, both: readonly Declared[], report: Report): void {
  report.error('SV051', `this import brings a second \`${name}\``, one.pathSpan, {
    related: both.map(({ declaration }) => ({ span: declaration.name.span, message: 'declared here' })),
    help: 'give one of them another name',
  });
}
