import type { ComponentScope } from './component_scope.ts';
import type { Globals } from './globals.ts';
import type { TypedComponent } from './typed.ts';

/** Reports components that contain or refine themselves, however deep. */
export function checkContainment(globals: Globals, scopes: readonly ComponentScope[]): void {
  const search = new Search(globals);
  for (const scope of scopes) search.visit(scope.typed);
}

interface Use {
  readonly component: TypedComponent;
  readonly span: TypedComponent['span'];
  readonly words: string;
}

class Search {
  readonly #finished = new Set<TypedComponent>();
  readonly #open: Use[] = [];
  readonly #globals: Globals;

  constructor(globals: Globals) {
    this.#globals = globals;
  }

  visit(component: TypedComponent): void {
    if (this.#finished.has(component)) return;
    for (const use of usesOf(component)) {
      this.#open.push({ ...use, component });
      const at = this.#open.findIndex((open) => open.component === use.component);
      if (at >= 0) this.#report(this.#open.slice(at));
      else this.visit(use.component);
      this.#open.pop();
    }
    this.#finished.add(component);
  }

  #report(cycle: readonly Use[]): void {
    const names = [...cycle, cycle[0]!].map((use) => use.component.name);
    this.#globals.report.error('SV151', `\`${names[0]}\` contains itself: ${names.join(' → ')}`, cycle.at(-1)!.span, {
      related: cycle.slice(0, -1).map((use) => ({ span: use.span, message: use.words })),
      help: 'a system is made of finitely many parts: state what the inner one promises as a component of its own',
    });
  }
}

function usesOf(component: TypedComponent): readonly Use[] {
  const parts = component.parts.map((part) => ({
    component: part.component,
    span: part.span,
    words: `\`${component.name}\` has this part`,
  }));
  const base = component.refines;
  return base === null
    ? parts
    : [
        ...parts,
        { component: base, span: component.nameSpan, words: `\`${component.name}\` refines \`${base.name}\`` },
      ];
}
