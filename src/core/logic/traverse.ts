import type { Term } from './term.ts';

/** The direct subterms of a term. */
export function children(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'boolean':
    case 'number':
    case 'symbol':
      return [];
    case 'apply':
      return term.arguments;
    case 'forall':
    case 'exists':
      return [term.body];
  }
}

/**
 * Every distinct (by identity) subterm of the roots once, each after its own subterms.
 * `into` says whether to look inside a term; without it everything is visited. No recursion: depth is not limited.
 */
export function postorder(roots: readonly Term[], into: (term: Term) => boolean = () => true): readonly Term[] {
  const seen = new Set<Term>();
  const order: Term[] = [];
  const stack: { readonly term: Term; readonly done: boolean }[] = [];
  for (const root of roots) {
    stack.push({ term: root, done: false });
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top.done) order.push(top.term);
      else if (!seen.has(top.term)) {
        seen.add(top.term);
        stack.push({ term: top.term, done: true });
        const below = into(top.term) ? children(top.term) : [];
        for (let i = below.length - 1; i >= 0; i -= 1) stack.push({ term: below[i]!, done: false });
      }
    }
  }
  return order;
}
