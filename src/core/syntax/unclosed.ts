import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Stretch } from './cut.ts';
import type { Tokens } from './tokens.ts';

/**
 * Reports that a `}` is missing in `stretch`. The brace to blame is the first one whose `}` stands further left than
 * the line that opened it: that `}` was meant for an outer one. Without such a hint it is the outermost open brace.
 */
export function missingBrace(tokens: Tokens, stretch: Stretch): Diagnostic {
  const { opener, after } = blamed(tokens, stretch);
  const follows = after + 1 < tokens.count ? `before \`${tokens.textOf(after + 1)}\`` : 'before the end of the file';
  return diagnostic('SV015', `\`}\` is missing ${follows}`, tokens.after(after), {
    related: [{ span: tokens.span(opener), message: 'opened here' }],
    help: 'write `}` here, or where its declaration ends',
  });
}

/** Reports that the declaration after `outer` stands inside of it. */
export function nested(tokens: Tokens, outer: Stretch): Diagnostic {
  const inner = outer.end;
  const word = tokens.spelling(inner);
  const use = word === 'component' || word === 'system' ? ', and use it inside with `part name : Component`' : '';
  const help = `declare it before or after the other one${use}`;
  return diagnostic('SV014', `\`${tokens.textOf(inner)}\` stands inside of another declaration`, tokens.span(inner), {
    related: [{ span: tokens.span(outer.start), message: 'which begins here' }],
    help,
  });
}

function blamed(tokens: Tokens, { start, end }: Stretch): { opener: number; after: number } {
  const open: number[] = [];
  for (let at = start; at < end; at += 1) {
    if (tokens.codes[at] === '{') open.push(at);
    if (tokens.codes[at] !== '}') continue;
    const opener = open.pop() ?? -1;
    if (opener >= 0 && closesAnother(tokens, opener, at)) return { opener, after: at - 1 };
  }
  return { opener: open[0]!, after: end - 1 };
}

function closesAnother(tokens: Tokens, opener: number, closer: number): boolean {
  const ownLine = tokens.starts[closer]! - lineStart(tokens, closer) === indentation(tokens, closer);
  return (
    ownLine &&
    lineStart(tokens, opener) !== lineStart(tokens, closer) &&
    indentation(tokens, opener) > indentation(tokens, closer)
  );
}

function lineStart(tokens: Tokens, token: number): number {
  return tokens.text.lastIndexOf('\n', tokens.starts[token]!) + 1;
}

function indentation(tokens: Tokens, token: number): number {
  return /^[ \t]*/.exec(tokens.text.slice(lineStart(tokens, token), tokens.starts[token]! + 1))![0].length;
}
