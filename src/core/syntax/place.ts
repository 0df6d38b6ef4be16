import type { Node } from 'ohm-js';
import { type Diagnostic, diagnostic, type Related } from '../diagnostics/diagnostic.ts';
import type { Code } from '../diagnostics/registry.ts';
import type { Span } from '../text/source.ts';
import type { Name, UnitText } from './ast.ts';
import { NUMBER } from './generated/alphabet.ts';
import type { Tokens } from './tokens.ts';

/**
 * Leads from nodes of a match back to the file. A match covers some consecutive tokens; positions in it count
 * tokens from the first of them.
 */
export class Place {
  #tokens: Tokens | null = null;
  /** The token at which the current match begins. */
  #base = 0;
  #mistakes: Diagnostic[] = [];

  /** The tokens that are being read. */
  get tokens(): Tokens {
    return this.#tokens!;
  }

  /** Reads a match that begins at the token `base`; answers with the result and the mistakes found while reading. */
  reading<T>(
    tokens: Tokens,
    base: number,
    read: () => T,
  ): { readonly result: T; readonly mistakes: readonly Diagnostic[] } {
    this.#tokens = tokens;
    this.#base = base;
    this.#mistakes = [];
    const result = read();
    return { result, mistakes: this.#mistakes };
  }

  readonly report = (mistake: Diagnostic): void => {
    this.#mistakes.push(mistake);
  };

  refuse(code: Code, message: string, span: Span, more: { related?: readonly Related[]; help?: string }): void {
    this.report(diagnostic(code, message, span, more));
  }

  /** The first token of a node. */
  tokenOf(node: Node): number {
    return this.#base + node.source.startIdx;
  }

  spanOf(node: Node): Span {
    const { startIdx, endIdx } = node.source;
    return this.tokens.span(this.#base + startIdx, this.#base + endIdx);
  }

  textOf(node: Node): string {
    const span = this.spanOf(node);
    return this.tokens.text.slice(span.start, span.end);
  }

  /** The token of an operator as the language writes it, also where a foreign sign stood for it. */
  symbolOf(node: Node): string {
    return this.tokens.spelling(this.tokenOf(node));
  }

  nameOf(node: Node): Name {
    return this.nameAt(this.tokenOf(node));
  }

  nameAt(token: number): Name {
    return { text: this.tokens.textOf(token), span: this.tokens.span(token) };
  }

  /** A unit expression without the white space between its tokens. */
  unitOf(node: Node): UnitText {
    const { startIdx, endIdx } = node.source;
    let text = '';
    for (let token = this.#base + startIdx; token < this.#base + endIdx; token += 1) {
      if (this.tokens.codes[token] === NUMBER) this.#plainNumber(token);
      text += this.tokens.textOf(token);
    }
    return { text: text.replace(/\s/g, ''), span: this.spanOf(node) };
  }

  /** `[3 m]`: without its blank it would be another unit. */
  #plainNumber(token: number): void {
    if (/^[0-9]+$/.test(this.tokens.textOf(token))) return;
    const help = 'units are joined by `*` and `/`, and have whole exponents: `[kg*m/s^2]`';
    this.refuse('SV022', `\`${this.tokens.textOf(token)}\` is no part of a unit`, this.tokens.span(token), { help });
  }

  /** The text between the quotes of a string. */
  stringOf(node: Node): string {
    return unquoted(this.textOf(node));
  }
}

function unquoted(text: string): string {
  return text.slice(1, text.length > 1 && text.endsWith(text[0]!) ? -1 : undefined);
}
