import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import { withoutAllowed } from '../lint/allowed.ts';
import { faultsIn, spokenOf, warnIdleFaults } from '../lint/idle_fault.ts';
import { lintComponent } from '../lint/lint.ts';
import { type ImportReader, loadModules } from '../resolve/program.ts';
import type { Declaration, Module } from '../syntax/ast.ts';
import type { SourceFile, Span } from '../text/source.ts';
import { checkHeads, checkProgram } from '../types/check.ts';
import { Globals } from '../types/globals.ts';
import type { TypedComponent, TypedProgram, ValueSymbol } from '../types/typed.ts';
import { Dependents, type Mentioning } from './dependents.ts';
import { KeptFile } from './kept_file.ts';
import { changedNames, type Heads, headsOf } from './mentions.ts';

/** What is known of a declaration, and stays so until it, or something that it depends on, changes. */
interface Known {
  /** What the checks of names and types say of it. */
  readonly said: readonly Diagnostic[];
  /** Whether it leads to a declaration that needs itself. */
  readonly entangled: boolean;
}

/** What a component by itself is warned of, and what its guarantees speak of. */
interface Linted {
  readonly said: readonly Diagnostic[];
  readonly spoken: ReadonlySet<ValueSymbol>;
}

interface State {
  readonly globals: Globals;
  readonly heads: Heads;
  readonly known: ReadonlyMap<Declaration, Known>;
}

/**
 * A file in an editor, with all that it imports: after each change it says what `examine` would say of the whole, and
 * reads and checks only what has changed and what depends on that.
 */
export class LiveProgram {
  readonly #read: ImportReader;
  readonly #files = new Map<string, KeptFile>();
  readonly #dependents = new Dependents();
  #state: State | null = null;
  #linted = new WeakMap<TypedComponent, Linted>();

  constructor(read: ImportReader) {
    this.#read = read;
  }

  /** All that is to be said of the file as it is now, in the order of places; imported files come after it. */
  update(root: SourceFile): readonly Diagnostic[] {
    const loaded = loadModules(root, this.#read, (source) => this.#file(source.path).read(source));
    const modules = loaded.product;
    const { program, said } = this.#check(modules);
    const errors = [...loaded.diagnostics, ...said];
    const hardlyMeant = errors.some(({ severity }) => severity === 'error') ? [] : this.#lint(program);
    const all = withoutAllowed(modules, [...errors, ...hardlyMeant]);
    return inOrder(
      all.map((one) => this.#placed(one)),
      root.path,
    );
  }

  #file(path: string): KeptFile {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const fresh = new KeptFile();
    this.#files.set(path, fresh);
    return fresh;
  }

  /** Checks what has to be checked again; says what there is to say of everything. */
  #check(modules: readonly Module[]): { readonly program: TypedProgram; readonly said: readonly Diagnostic[] } {
    const nodes = modules.flatMap(({ path }) => this.#nodesOf(path));
    const heads = headsOf(modules, (path) => this.#file(path).standings);
    this.#dependents.hold(nodes);
    const { again, entangled } = this.#toCheck(nodes, heads);
    const report = new Report();
    const visible = checkHeads(modules, report);
    const ofHeads = report.diagnostics.length;
    const before = this.#state;
    if (before?.heads.files !== heads.files) this.#linted = new WeakMap();
    const earlier = before && { globals: before.globals, stands: (one: Declaration) => !again.has(one) };
    const globals = new Globals(visible, report, earlier);
    const program = checkProgram(globals, modules);
    const fresh = this.#byDeclaration(report.diagnostics.slice(ofHeads));
    const known = new Map<Declaration, Known>();
    for (const { declaration } of nodes) {
      const told = { said: fresh.get(declaration) ?? [], entangled: entangled.has(declaration) };
      known.set(declaration, again.has(declaration) ? told : before!.known.get(declaration)!);
    }
    this.#state = { globals, heads, known };
    const said = [...report.diagnostics.slice(0, ofHeads), ...[...known.values()].flatMap((one) => one.said)];
    return { program, said };
  }

  #nodesOf(path: string): readonly Mentioning[] {
    return this.#file(path).standings.flatMap(({ tree, mentions }) =>
      tree.kind === 'import' ? [] : [{ declaration: tree, mentions }],
    );
  }

  /**
   * The declarations to be checked again, with all that depend on them. Of a cycle it is said once for all its members, at
   * a place that hangs on who leads to it: where one was or is touched, everything is checked again.
   */
  #toCheck(
    nodes: readonly Mentioning[],
    heads: Heads,
  ): { readonly again: ReadonlySet<Declaration>; readonly entangled: ReadonlySet<Declaration> } {
    const before = this.#state;
    const everything = () => {
      const again = this.#dependents.all;
      return { again, entangled: this.#dependents.entangled(again, () => false) };
    };
    if (before === null || before.heads.files !== heads.files) return everything();
    const again = this.#dependents.upward(this.#touched(before, nodes, heads));
    const standing = new Set(nodes.map(({ declaration }) => declaration));
    const wasEntangled = [...before.known].some(
      ([one, known]) => known.entangled && (again.has(one) || !standing.has(one)),
    );
    const entangled = this.#dependents.entangled(again, (one) => before.known.get(one)?.entangled ?? false);
    return wasEntangled || entangled.size > 0 ? everything() : { again, entangled };
  }

  /** What is new, what names something that means something else now, and what may suggest other names now. */
  #touched({ heads: before, known }: State, nodes: readonly Mentioning[], heads: Heads): readonly Declaration[] {
    const fresh = nodes.filter(({ declaration }) => !known.has(declaration)).map(({ declaration }) => declaration);
    const changed = changedNames(before, heads);
    if (before.order === heads.order && changed.length === 0) return fresh;
    const suggesting = nodes.filter(({ declaration }) => (known.get(declaration)?.said.length ?? 0) > 0);
    return [...fresh, ...this.#dependents.mentioning(changed), ...suggesting.map(({ declaration }) => declaration)];
  }

  #byDeclaration(said: readonly Diagnostic[]): ReadonlyMap<Declaration, readonly Diagnostic[]> {
    const found = new Map<Declaration, Diagnostic[]>();
    for (const one of said) {
      const { path, start } = one.span!;
      const tree = this.#file(path).at(start)!.tree as Declaration;
      const others = found.get(tree);
      if (others === undefined) found.set(tree, [one]);
      else others.push(one);
    }
    return found;
  }

  #lint(program: TypedProgram): readonly Diagnostic[] {
    const linted = program.components.map((component) => this.#lintOne(component, program.root));
    const report = new Report();
    const faults = [...program.faults, ...program.components.flatMap(faultsIn)];
    const spoken = new Set<ValueSymbol>();
    for (const one of linted) for (const symbol of one.spoken) spoken.add(symbol);
    warnIdleFaults(report, program.root, faults, spoken);
    return [...linted.flatMap(({ said }) => said), ...report.diagnostics];
  }

  #lintOne(component: TypedComponent, root: string): Linted {
    const known = this.#linted.get(component);
    if (known !== undefined) return known;
    const report = new Report();
    if (component.path === root) lintComponent(report, component);
    const linted = { said: report.diagnostics, spoken: spokenOf(component) };
    this.#linted.set(component, linted);
    return linted;
  }

  #placed(one: Diagnostic): Diagnostic {
    const place = (span: Span) => this.#file(span.path).placeOf(span);
    const related = one.related.map(({ span, message }) => ({ span: place(span), message }));
    return { ...one, span: one.span === null ? null : place(one.span), related };
  }
}

function inOrder(diagnostics: readonly Diagnostic[], root: string): readonly Diagnostic[] {
  const outside = ({ span }: Diagnostic) => (span === null || span.path === root ? '' : span.path);
  return diagnostics.toSorted((a, b) => {
    if (outside(a) !== outside(b)) return outside(a) < outside(b) ? -1 : 1;
    return (a.span?.start ?? 0) - (b.span?.start ?? 0);
  });
}
