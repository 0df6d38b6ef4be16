import { postorder } from '../logic/build.ts';
import type { Symbol_, Term, TermSort } from '../logic/term.ts';
import { children } from '../logic/traverse.ts';
import { constantName } from './names.ts';
import { printNumeral } from './numeral.ts';

/** A subterm that got a name of its own. */
export interface Definition {
  readonly name: string;
  readonly sort: TermSort;
  readonly text: string;
}

/** A shared subterm that is no longer than this is written out again: its name would help nobody. */
const WRITE_OUT_AT_MOST = 24;
/** Deeper nesting than this is cut by a definition, so that no reader of a script runs out of stack. */
const NEST_AT_MOST = 60;

type Quantified = Extract<Term, { kind: 'forall' | 'exists' }>;

/**
 * Prints terms of one scope (the script, or the body of a quantifier) as text whose size is linear in the number of
 * distinct subterms: what is shared or deep is handed to `define` first, under a fresh name, and then named.
 */
export class ScopePrinter {
  readonly #fresh: () => string;
  readonly #define: (definition: Definition) => void;
  readonly #uses = new Map<Term, number>();
  readonly #texts = new Map<Term, { readonly text: string; readonly depth: number }>();

  constructor(fresh: () => string, define: (definition: Definition) => void) {
    this.#fresh = fresh;
    this.#define = define;
  }

  /** Takes note of how often the subterms of these terms are used; to be called once, before printing. */
  count(roots: readonly Term[]): void {
    for (const root of roots) this.#use(root);
    for (const term of postorder(roots, isOpen)) for (const child of below(term)) this.#use(child);
  }

  #use(term: Term): void {
    this.#uses.set(term, (this.#uses.get(term) ?? 0) + 1);
  }

  /** The text of one of the counted terms. */
  print(root: Term): string {
    for (const term of postorder([root], (inner) => isOpen(inner) && !this.#texts.has(inner))) {
      if (!this.#texts.has(term)) this.#texts.set(term, this.#named(term, this.#written(term)));
    }
    return this.#text(root);
  }

  #text(term: Term): string {
    return this.#texts.get(term)!.text;
  }

  #written(term: Term): { readonly text: string; readonly depth: number } {
    switch (term.kind) {
      case 'boolean':
        return { text: term.value ? 'true' : 'false', depth: 0 };
      case 'number':
        return { text: printNumeral(term.value, term.sort), depth: 0 };
      case 'symbol':
        return { text: constantName(term.symbol), depth: 0 };
      case 'apply': {
        const depth = term.arguments.reduce((most, argument) => Math.max(most, this.#texts.get(argument)!.depth), 0);
        const operands = term.arguments.map((argument) => this.#text(argument));
        return { text: `(${term.operator} ${operands.join(' ')})`, depth: depth + 1 };
      }
      case 'forall':
      case 'exists':
        return { text: quantified(term, this.#fresh), depth: 1 };
    }
  }

  #named(term: Term, written: { readonly text: string; readonly depth: number }): typeof written {
    const shared = (this.#uses.get(term) ?? 1) > 1 && written.text.length > WRITE_OUT_AT_MOST;
    const deep = written.depth > NEST_AT_MOST;
    if (written.depth === 0 || !(shared || deep)) return written;
    const name = this.#fresh();
    this.#define({ name, sort: term.sort, text: written.text });
    return { text: name, depth: 0 };
  }
}

/** Whether the scope goes on inside a term; a quantifier opens a scope of its own. */
function isOpen(term: Term): boolean {
  return term.kind !== 'forall' && term.kind !== 'exists';
}

function below(term: Term): readonly Term[] {
  return isOpen(term) ? children(term) : [];
}

function quantified(term: Quantified, fresh: () => string): string {
  const lets: string[] = [];
  const printer = new ScopePrinter(fresh, ({ name, text }) => lets.push(`(let ((${name} ${text})) `));
  printer.count([term.body]);
  const body = printer.print(term.body);
  const bound = term.bound.map((symbol: Symbol_) => `(${constantName(symbol)} ${symbol.sort})`);
  return `(${term.kind} (${bound.join(' ')}) ${lets.join('')}${body}${')'.repeat(lets.length)})`;
}
