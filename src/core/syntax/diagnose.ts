import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Stretch } from './cut.ts';
import { isWord, type Tokens } from './tokens.ts';

/** Says why the tokens of `stretch` are no `what`: the grammar could not go on at the token `at`. */
export function diagnose(tokens: Tokens, stretch: Stretch, at: number, what: string): Diagnostic {
  if (at >= stretch.end) {
    return diagnostic('SV013', `this ${what} is not finished`, tokens.after(stretch.end - 1), {});
  }
  if (isWord(tokens.codes[at]!)) {
    return diagnostic('SV014', `the reserved word \`${tokens.textOf(at)}\` cannot stand here`, tokens.span(at), {});
  }
  return diagnostic('SV014', `\`${tokens.textOf(at)}\` cannot stand here`, tokens.span(at), {});
}
