import type { Query } from '../logic/term.ts';
import { assertionName, constantName } from './names.ts';
import type { Reply, SolverValue, TextAnswer, UnknownReason } from './reply.ts';
import { readSExpression, type SExpression } from './sexpr.ts';
import { readValue } from './value.ts';

type Text = Extract<TextAnswer, { kind: 'text' }>;
type Unknown = Extract<Reply, { kind: 'unknown' }>;

/** One answer word and nothing else but the end of its line. */
const ANSWER = /^(sat|unsat|unknown)[ \t\r\n]*$/;

/**
 * Reads what a solver answered to `printQuery(query)`. The solver is not trusted to be well: only a reply that is
 * exactly as it must be, with every value and nothing more, is `sat` or `unsat`; all else is `unknown`.
 */
export function readReply(answer: TextAnswer, query: Query): Reply {
  const read = readAnswer(answer);
  if (read.kind === 'unknown') return read;
  return read.kind === 'sat' ? readSat(read.text, query) : readUnsat(read.text, query);
}

/** The answer word of a reply, with the text of all of it; anything but exactly one word is unknown. */
export function readAnswer(answer: TextAnswer): { readonly kind: 'sat' | 'unsat'; readonly text: Text } | Unknown {
  if (answer.kind === 'failed') return { kind: 'unknown', reason: answer.reason, detail: answer.detail, rlimit: 0 };
  const word = ANSWER.exec(answer.check)?.[1];
  if (word === 'sat' || word === 'unsat') return { kind: word, text: answer };
  if (word === 'unknown') return readUnknown(answer);
  return garbled(answer, 'the answer is not one of sat, unsat, unknown', answer.check);
}

function garbled(answer: Text, what: string, text: string | null): Unknown {
  const shown = text === null ? 'nothing' : JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
  return { kind: 'unknown', reason: 'garbled', detail: `${what}: ${shown}`, rlimit: answer.rlimit };
}

function readSat(answer: Text, query: Query): Reply {
  if (query.wanted.length === 0) {
    if (answer.followUp !== null) return garbled(answer, 'values that nobody asked for', answer.followUp);
    return { kind: 'sat', values: new Map(), rlimit: answer.rlimit };
  }
  const read = answer.followUp === null ? null : readSExpression(answer.followUp);
  const values = read === null ? null : readValues(read, query);
  if (values === null) return garbled(answer, 'the values are not the ones asked for', answer.followUp);
  return { kind: 'sat', values, rlimit: answer.rlimit };
}

/** `((x1 4) (x2 (/ 1.0 3.0)))`: each wanted symbol once, in the order of the question. */
function readValues(text: SExpression, query: Query): ReadonlyMap<string, SolverValue> | null {
  if (typeof text === 'string' || text.length !== query.wanted.length) return null;
  const values = new Map<string, SolverValue>();
  for (const [index, symbol] of query.wanted.entries()) {
    const pair = text[index]!;
    if (typeof pair === 'string' || pair.length !== 2 || pair[0] !== constantName(symbol)) return null;
    const value = readValue(pair[1]!, symbol.sort);
    if (value === null) return null;
    values.set(symbol.name, value);
  }
  return values;
}

function readUnsat(answer: Text, query: Query): Reply {
  if (!query.wantCore) {
    if (answer.followUp !== null) return garbled(answer, 'a core that nobody asked for', answer.followUp);
    return { kind: 'unsat', core: null, rlimit: answer.rlimit };
  }
  const read = answer.followUp === null ? null : readSExpression(answer.followUp);
  const core = read === null ? null : readCore(read, query);
  if (core === null) return garbled(answer, 'the core does not name what was asserted', answer.followUp);
  return { kind: 'unsat', core, rlimit: answer.rlimit };
}

/** `(C0 C3)`: names of labelled assertions, each at most once; given back as labels in the order of the query. */
function readCore(text: SExpression, query: Query): readonly string[] | null {
  if (typeof text === 'string') return null;
  const named = new Set<SExpression>(text);
  if (named.size !== text.length) return null;
  const labels = query.assertions.flatMap(({ label }, index) =>
    label !== null && named.has(assertionName(index)) ? [label] : [],
  );
  return labels.length === named.size ? labels : null;
}

function readUnknown(answer: Text): Unknown {
  if (answer.followUp === null) return unknown(answer, 'incomplete', 'the solver gave no reason');
  const read = readSExpression(answer.followUp);
  if (read === null || typeof read === 'string' || read.length !== 2 || read[0] !== ':reason-unknown') {
    return garbled(answer, 'the reason is not one', answer.followUp);
  }
  const detail = reasonText(read[1]!);
  return unknown(answer, reasonOf(detail), detail);
}

function unknown(answer: Text, reason: UnknownReason, detail: string): Unknown {
  return { kind: 'unknown', reason, detail, rlimit: answer.rlimit };
}

function reasonText(read: SExpression): string {
  if (typeof read !== 'string') return `(${read.map(reasonText).join(' ')})`;
  return read.startsWith('"') ? read.slice(1, -1) : read;
}

/** A solver that was stopped from within says `canceled`: the step limit is the only limit that it is given. */
function reasonOf(detail: string): UnknownReason {
  if (/memout|out of memory|max\. memory/.test(detail)) return 'memory';
  if (/timeout/.test(detail)) return 'timeout';
  if (/resource|canceled|rlimit/.test(detail)) return 'rlimit';
  return 'incomplete';
}
