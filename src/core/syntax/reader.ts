import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Declaration, Import, Item } from './ast.ts';
import type { Stretch } from './cut.ts';
import { addExpressionOperations } from './expressions.ts';
import { grammar } from './generated/grammar.ts';
import { addItemOperations, type Head } from './items.ts';
import { Place } from './place.ts';
import type { Tokens } from './tokens.ts';

/** What came of matching one rule against a stretch of tokens. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly tree: T; readonly mistakes: readonly Diagnostic[] }
  /** The token at which no alternative of the grammar could go on; `end` of the stretch where it is too short. */
  | { readonly kind: 'stuck'; readonly at: number; readonly expected: ReadonlySet<string> };

/** Ohm documents this method, and leaves it out of its types. */
interface Failed {
  getRightmostFailures(): readonly { getText(): string }[];
}

/** Where the actions of the one semantics read: making them anew takes longer than reading a declaration. */
const place = new Place();
const semantics = grammar.createSemantics();
addExpressionOperations(semantics, place);
addItemOperations(semantics, place);

/** Matches stretches of one file's tokens against rules of the grammar, and reads what matches. */
export class Reader {
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  declaration(stretch: Stretch): Reading<Import | Declaration> {
    return this.#read('entry', 'declaration', stretch);
  }

  head(stretch: Stretch): Reading<Head> {
    return this.#read('annotatedHead', 'head', stretch);
  }

  item(stretch: Stretch): Reading<Item> {
    return this.#read('annotatedItem', 'item', stretch);
  }

  #read<T>(rule: string, operation: string, { start, end }: Stretch): Reading<T> {
    const match = grammar.match(this.#tokens.codes.slice(start, end), rule);
    if (match.failed()) {
      const failures = (match as unknown as Failed).getRightmostFailures();
      const expected = new Set(failures.map((failure) => failure.getText()));
      return { kind: 'stuck', at: start + match.getRightmostFailurePosition(), expected };
    }
    const { result, mistakes } = place.reading(this.#tokens, start, () => semantics(match)[operation]() as T);
    return { kind: 'read', tree: result, mistakes };
  }
}
