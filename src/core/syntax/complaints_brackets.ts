import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Complaint } from './diagnose.ts';
import type { Stuck } from './stuck.ts';

/** Brackets that close nothing, close another one, or are never closed. */
export const brackets: readonly Complaint[] = [
  commaBeforeBinding,
  binderBehind,
  emptyBrackets,
  strayCloser,
  wrongCloser,
  missingCloser,
  missingBrace,
];

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** `C(a = 1 b = 2)`: on the line of a number, the next name looks like its unit. */
function commaBeforeBinding(stuck: Stuck) {
  if (stuck.here !== '=' || !stuck.isNumber(stuck.at - 1) || stuck.opener < 0 || !stuck.expects(',')) return null;
  const [, value, name] = /^(.*?)[ \t]+([A-Za-z_]\w*)$/.exec(stuck.tokens.textOf(stuck.at - 1)) ?? [];
  if (value === undefined) return null;
  const at = stuck.tokens.starts[stuck.at - 1]! + value.length;
  const span = { path: stuck.tokens.path, start: at, end: at };
  return diagnostic('SV013', `\`,\` is missing between \`${value}\` and \`${name}\``, span, { help: null });
}

/** `sum(r.power for r in racks)`: what is ranged over stands first. */
function binderBehind(stuck: Stuck) {
  const { opener, tokens } = stuck;
  if (stuck.here !== 'for' || opener < 0 || stuck.near(2) !== 'in') return null;
  const body = tokens.text.slice(tokens.span(opener).end, tokens.span(stuck.at - 1).end).trim();
  const over = stuck.near(4) === ')' ? stuck.near(3) : '…';
  const call = tokens.spelling(opener - 1);
  return stuck.wrong(
    'SV014',
    'what is ranged over stands first',
    `write \`${call}(${stuck.near(1)} in ${over}: ${body})\``,
  );
}

function emptyBrackets(stuck: Stuck) {
  const pair = stuck.near(-1) + stuck.here;
  if (!['()', '[]', '{}'].includes(pair)) return null;
  const what = pair === '{}' ? 'a member' : pair === '[]' ? 'an index or a unit' : 'an expression';
  return stuck.missing(`${what} is missing between the brackets`);
}

function strayCloser(stuck: Stuck) {
  if (![')', ']', '}'].includes(stuck.here) || stuck.opener >= 0) return null;
  return stuck.wrong(
    'SV016',
    `this ${stuck.shown} closes nothing`,
    'delete it, or write the bracket that is missing before',
  );
}

function wrongCloser(stuck: Stuck) {
  const { opener } = stuck;
  if (![')', ']', '}'].includes(stuck.here) || opener < 0) return null;
  const open = stuck.tokens.spelling(opener);
  const closer = CLOSER[open]!;
  if (closer === stuck.here || !stuck.expects(closer)) return null;
  return unclosed(stuck, opener, closer);
}

/** At the end, or before a word or sign that cannot stand inside: `f(a unless g`. */
function missingCloser(stuck: Stuck) {
  const { opener } = stuck;
  if (opener < 0) return null;
  const closer = CLOSER[stuck.tokens.spelling(opener)]!;
  if (!stuck.expects(closer)) return null;
  const outside = stuck.atEnd || stuck.isReserved() || ['->', ':', '{', '='].includes(stuck.here);
  return outside ? unclosed(stuck, opener, closer) : null;
}

function unclosed(stuck: Stuck, opener: number, closer: string) {
  return diagnostic('SV015', `\`${closer}\` is missing`, stuck.spanMissing, {
    related: [{ span: stuck.tokens.span(opener), message: 'opened here' }],
    help: `write \`${closer}\` here`,
  });
}

function missingBrace(stuck: Stuck) {
  if (stuck.subject !== 'component' || !stuck.expects('{')) return null;
  return stuck.missing('`{` is missing', `write \`${stuck.keyword} A { … }\``);
}
