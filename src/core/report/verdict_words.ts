import type { Counterexample, ObligationResult, Quantity, Repair, VerdictKind } from '../verdict/result.ts';

/** What a verdict says, in words: sentences that every reporter for people shares. */

/** The obligation's name without its setting and component: `deadline`, `a.overload`. */
export function shortName(obligation: ObligationResult): string {
  const bare = obligation.id.slice(obligation.id.indexOf('/') + 1);
  const prefix = `${obligation.component}.`;
  return bare.startsWith(prefix) && bare.length > prefix.length ? bare.slice(prefix.length) : bare;
}

/** The sentence of a verdict: `deadline is refuted: 180 ms happens where 150 ms is allowed`. */
export function verdictSentence(obligation: ObligationResult): string {
  const setting = obligation.setting === null ? '' : ` in setting ${obligation.setting}`;
  switch (obligation.verdict) {
    case 'proved':
      return `${shortName(obligation)} is proved${setting}`;
    case 'refuted':
      return refutedSentence(obligation, setting);
    case 'vacuous':
      return `${shortName(obligation)} holds of nothing${setting}: what it rests on cannot be met`;
    case 'unknown':
      return `${shortName(obligation)} is undecided${setting}: ${reasonWords(obligation)}`;
  }
}

function refutedSentence(obligation: ObligationResult, setting: string): string {
  const name = shortName(obligation);
  const happens = `${happening(obligation.counterexample)}${approaching(obligation)}`;
  const owner = obligation.component;
  switch (obligation.kind) {
    case 'guarantee':
    case 'invariant':
    case 'probability':
      return `${name} is refuted${setting}${happens}`;
    case 'tolerating':
      return `${name} is refuted${setting}: ${failingFaults(obligation)}`;
    case 'assumption':
      return `${name} is not met${setting}${happens}`;
    case 'range':
      return `${name} is left${setting}${happens}`;
    case 'defined':
      return `${name} fails${setting}: an operator is used outside its domain`;
    case 'modes':
      return `no mode of ${owner} applies${setting} in some case that its assumptions allow`;
    case 'reachable':
      return `mode ${modeOf(name)} of ${owner} can never be entered${setting}`;
    case 'consistent':
      return `${owner} contradicts itself${setting}: nothing can keep it`;
    case 'realizable':
      return `${owner} cannot be implemented${setting}: some input has no answer`;
    case 'refinement':
      return `${name} of ${owner} does not hold${setting}${happens}`;
  }
}

/** The faults with which a claim fails that tolerates so many: those of the execution that is shown, if they are a minimal set. */
function failingFaults({ minimalCutSets, counterexample }: ObligationResult): string {
  const cells = counterexample?.steps.at(-1)?.cells;
  const shown = minimalCutSets?.find((set) => set.every((fault) => cells?.get(fault)?.value === 'true'));
  if (shown === undefined) return 'it fails with faults that it claims to tolerate';
  return shown.length === 0
    ? 'it fails with no fault at all'
    : `it fails with ${shown.join(' and ')}, which it claims to tolerate`;
}

function modeOf(name: string): string {
  return name.endsWith('.reachable') ? name.slice(0, -'.reachable'.length) : name;
}

/** A worst that is only approached is said where the execution beside it falls short of it. */
function approaching({ reaches, counterexample }: ObligationResult): string {
  if (
    reaches === null ||
    reaches.attained ||
    reaches.inner !== undefined ||
    (counterexample?.compared ?? null) === null
  )
    return '';
  return ` (approaches ${quantity(reaches)}, never reaches it)`;
}

function happening(counterexample: Counterexample | null): string {
  const compared = counterexample?.compared ?? null;
  if (compared === null) return '';
  return `: ${quantity(compared.left)} happens where ${allowed(compared.operator, quantity(compared.right))}`;
}

function allowed(operator: string, bound: string): string {
  switch (operator) {
    case '<=':
      return `${bound} is allowed`;
    case '<':
      return `less than ${bound} is allowed`;
    case '>=':
      return `at least ${bound} is needed`;
    case '>':
      return `more than ${bound} is needed`;
    case '!=':
      return `anything but ${bound} is allowed`;
    default:
      return `${bound} is needed`;
  }
}

/** `reaches 138 ms`, `approaches 55`; where only two ends are known, both. */
export function reachWords(reaches: NonNullable<ObligationResult['reaches']>): string {
  if (reaches.inner === undefined) return `${reaches.attained ? 'reaches' : 'approaches'} ${quantity(reaches)}`;
  return `reaches between ${quantity(reaches.inner)} and ${quantity(reaches)}`;
}

/** `20 ms`, `1/36`, `auto`. */
export function quantity(value: Quantity): string {
  return value.unit === '' ? value.shown : `${value.shown} ${value.unit}`;
}

/** Why an obligation is undecided. */
export function reasonWords(obligation: ObligationResult): string {
  switch (obligation.unknown?.reason) {
    case 'rlimit':
      return `its budget of solver steps is spent`;
    case 'timeout':
      return 'its time is up';
    case 'memory':
      return 'the solver ran out of memory';
    case 'incomplete':
      return 'no proof and no counterexample was found';
    case 'crash':
      return 'the solver died';
    case 'replay':
      return "the solver's counterexample did not stand up to replay";
    case 'hypotheses':
      return 'what it rests on is undecided';
    case 'garbled':
      return "the solver's answer could not be read";
    case undefined:
      return 'no reason was given';
  }
}

/** The sign before a line of an overview. */
export function sign(verdict: VerdictKind): string {
  switch (verdict) {
    case 'proved':
      return '✔';
    case 'refuted':
    case 'vacuous':
      return '✘';
    case 'unknown':
      return '?';
  }
}

/** How a proof was found, where that is worth a word: `by induction, k = 2`. */
export function methodWords(obligation: ObligationResult): string {
  if (obligation.verdict !== 'proved' || obligation.method !== 'k-induction') return '';
  const lemmas = obligation.lemmas ?? [];
  const found = lemmas.length === 0 ? '' : lemmas.length === 1 ? ', 1 lemma found' : `, ${lemmas.length} lemmas found`;
  const steps = obligation.k === null || obligation.k === 1 ? '' : ` over ${obligation.k} steps`;
  return `by induction${steps}${found}`;
}

/** What would close an induction that is open. */
export function closingSentence(text: string): string {
  return `with \`${text}\` at every step the claim would follow: that was checked, but this is not proved itself`;
}

/** A clause's formula on one line; the bare `0..50` of a range with what it restricts: `latency in 0..50`. */
export function clauseText(name: string, text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const restricted = /([A-Za-z_][A-Za-z0-9_]*)\.range$/.exec(name)?.[1];
  return restricted !== undefined && line.includes('..') ? `${restricted} in ${line}` : line;
}

/** A change as its result: `fusion latency <= 30 ms`, `limit = 30 ms`, `output: y <= 55`. */
export function repairText({ clause, part, to, isValue, keepsClaim }: Repair): string {
  if (isValue) return `${clause} = ${to}`;
  const dot = clause.indexOf('.');
  const [owner, name] = [clause.slice(0, dot), clause.slice(dot + 1)];
  const formula = clauseText(name, to);
  if (part !== null) return `${part} ${formula}`;
  return keepsClaim || name.endsWith('.range') ? `${owner} ${formula}` : `${name}: ${formula}`;
}
