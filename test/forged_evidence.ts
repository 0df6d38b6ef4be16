/** Entries of a cache as an attacker would write them who knows the program. */

/** The texts of some questions under the keys of others. */
export function swapped(kept: ReadonlyMap<string, string>, by: number): ReadonlyMap<string, string> {
  const texts = [...kept.values()];
  return new Map([...kept.keys()].map((key, at) => [key, texts[(at + by) % texts.length]!]));
}

/** Each text with one character changed, another one each round. */
export function bitten(kept: ReadonlyMap<string, string>, round: number): ReadonlyMap<string, string> {
  return new Map(
    [...kept].map(([key, text], nth): [string, string] => {
      const at = (round * 7919 + nth * 104_729) % text.length;
      const to = '0 1)"7-(.s'[(round + nth) % 10]!;
      return [key, `${text.slice(0, at)}${to}${text.slice(at + 1)}`];
    }),
  );
}

/** What a question is about, as it can be seen from its text. */
function seen(question: string) {
  const constants = [...question.matchAll(/\(declare-const (\S+) (Bool|Int|Real)\)/g)].map(
    ([, name, sort]) => [name!, sort!] as const,
  );
  const wanted = new Set(/\(get-value \((.*)\)\)/.exec(question)?.[1]?.split(' ') ?? []);
  const names = [...question.matchAll(/:named (C\d+)/g)].map(([, name]) => name!);
  return { constants, wanted, names, horn: question.includes('(set-logic HORN)') };
}

type Value = (sort: string, at: number) => string;

function sat(question: string, value: Value): string {
  const { constants, wanted, horn } = seen(question);
  const values = (all: typeof constants) =>
    all.length === 0 ? null : `(${all.map(([name, sort], at) => `(${name} ${value(sort, at)})`).join(' ')})`;
  const parameters = [...(/declare-fun P1 \(([^)]*)\)/.exec(question)?.[1]?.split(' ') ?? [])];
  const predicate = `((define-fun P1 (${parameters.map((sort, at) => `(x!${at} ${sort})`).join(' ')}) Bool ${value('Bool', 0)}))`;
  const followUp = horn ? predicate : values(constants.filter(([name]) => wanted.has(name)));
  const more = horn ? null : values(constants.filter(([name]) => !wanted.has(name)));
  return JSON.stringify({ answer: 'sat', followUp, more, rlimit: 1 });
}

function unsat(question: string, core: (names: readonly string[]) => readonly string[]): string {
  const { names, horn } = seen(question);
  const wantsCore = question.includes('(get-unsat-core)');
  const followUp = horn ? '(:SPACER-cex-depth 3)' : wantsCore ? `(${core(names).join(' ')})` : null;
  return JSON.stringify({ answer: 'unsat', followUp, more: null, rlimit: 1 });
}

const zeros: Value = (sort) => ({ Bool: 'false', Int: '0', Real: '0.0' })[sort]!;
const mixed: Value = (sort, at) => ({ Bool: at % 2 === 0 ? 'true' : 'false', Int: `${at}`, Real: `${at}.5` })[sort]!;

/** What a store may answer to a question, by what it makes believe. */
export const FORGERIES: readonly (readonly [string, (question: string) => string])[] = [
  ['nothing is possible', (question) => unsat(question, (names) => names)],
  ['nothing is possible, for no reason', (question) => unsat(question, () => [])],
  ['nothing is possible, for one reason', (question) => unsat(question, (names) => names.slice(0, 1))],
  ['all is possible with zeros', (question) => sat(question, zeros)],
  ['all is possible with something', (question) => sat(question, mixed)],
  ['unknown', () => JSON.stringify({ answer: 'unknown', followUp: null, more: null, rlimit: 1 })],
  ['no steps of that number', (question) => unsat(question, () => []).replace('"rlimit":1', '"rlimit":-1')],
  ['no text of that form', () => '{"proved":true}'],
  ['brackets', () => '['.repeat(200_000)],
  ['nothing', () => ''],
  ['a great number', (question) => sat(question, (sort) => (sort === 'Bool' ? 'true' : '9'.repeat(100_000)))],
];
