import type { ClauseMention, Counterexample, ObligationResult, Quantity } from '../verdict/result.ts';
import { chanceSentences } from './chances.ts';
import { headline, helpLines } from './diagnostic_text.ts';
import { missedBy, readExact } from './distance.ts';
import { COLUMNS, frame, type Mark } from './frame.ts';
import { groupBy } from './grouping.ts';
import { familyOf, membersText } from './members.ts';
import { inkOf } from './overview.ts';
import type { Paint } from './paint.ts';
import { printable, shellWord, width, wrap } from './printable.ts';
import type { Run } from './report.ts';
import type { Sources } from './sources.ts';
import { table } from './table.ts';
import { traceLines } from './trace_table.ts';
import { clauseText, closingSentence, quantity, repairText, verdictSentence } from './verdict_words.ts';

/** One claim that is not proved, in full: where it stands, what breaks it, what to do. */

/** The lines of one problem, without a blank line after it. */
export function problem(obligation: ObligationResult, run: Run, sources: Sources, paint: Paint): readonly string[] {
  return [
    ...headline(
      `${labelOf(obligation)}[${obligation.code ?? 'SV230'}]`,
      verdictSentence(obligation),
      inkOf(obligation.verdict),
      paint,
    ),
    ...frame(sources, marksOf(obligation, sources), paint, obligation.span),
    ...said(obligation),
    ...explanation(obligation, sources, paint),
    ...chanceSentences(obligation).flatMap(note),
    ...(obligation.scope === null || obligation.family?.firstFailing != null ? [] : note(obligation.scope)),
    ...familyLines(obligation),
    ...(obligation.help === null ? [] : helpLines(obligation.help, paint)),
    ...repairLines(obligation, paint),
    `   ${paint('dim', 'again:')} ${againCommand(obligation, run)}`,
  ];
}

function labelOf(obligation: ObligationResult): string {
  return obligation.verdict === 'unknown' ? 'unknown' : 'error';
}

/** The command that asks this one question again. */
export function againCommand(obligation: ObligationResult, run: Run): string {
  return `safeverify check ${shellWord(run.root)} --only ${shellWord(obligation.id)}`;
}

/** `help: any one of these restores the proof`, as many beside each other as fit. */
function repairLines(obligation: ObligationResult, paint: Paint): readonly string[] {
  const texts = (obligation.counterexample?.repairs ?? []).map((repair) => printable(repairText(repair)));
  if (texts.length === 0) return [];
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    const beside = last === undefined ? '' : `${last}    ${text}`;
    if (last !== undefined && width(beside) <= COLUMNS - 9) lines[lines.length - 1] = beside;
    else lines.push(text);
  }
  const title =
    texts.length === 1
      ? 'this restores the proof (it was checked):'
      : 'any one of these restores the proof (each was checked):';
  return [`   ${paint('accent', 'help:')} ${title}`, ...lines.map((line) => `         ${line}`)];
}

/** The claim; for an unmet assumption also the wire, what is promised and what is needed, the last with by how much. */
function marksOf(obligation: ObligationResult, sources: Sources): readonly Mark[] {
  const primary: Mark = {
    span: formulaSpan(obligation, sources),
    note: missedBy(obligation.counterexample),
    ink: inkOf(obligation.verdict),
  };
  if (obligation.kind !== 'assumption') return [primary];
  const path = (obligation.counterexample?.path ?? []).filter((mention) => !overlaps(mention, obligation));
  // The path of an unmet assumption ends at the assumption.
  const needed = path.at(-1);
  const places = [...groupBy(path, ({ span }) => `${span.path}:${span.start}:${span.end}`).values()].slice(0, 6);
  const isPromise = ({ name, broken }: ClauseMention) => name !== 'connect' && broken !== true;
  const promises = places.filter(([first]) => first !== needed && isPromise(first!)).length;
  const others = places.map((mentions): Mark => {
    const isNeed = needed !== undefined && mentions.includes(needed);
    const note = mentionNote(mentions, isNeed, promises === 1);
    const missed = isNeed && primary.note !== '' ? `${note}: ${primary.note}` : note;
    return { span: mentions[0]!.span, note: missed, ink: 'accent' };
  });
  return [needed === undefined ? primary : { ...primary, note: '' }, ...others];
}

function overlaps(mention: ClauseMention, obligation: ObligationResult): boolean {
  const { span } = obligation;
  return mention.span.path === span.path && mention.span.start < span.end && span.start < mention.span.end;
}

/** What one place has to do with it: a connection, or a clause, for all the parts through which it counts. */
function mentionNote(mentions: readonly ClauseMention[], isNeed: boolean, isAll: boolean): string {
  if (mentions[0]!.name === 'connect') return 'wired here';
  if (mentions[0]!.broken === true) return 'broken: the part promises nothing';
  const parts = mentions.flatMap(({ part }) => (part === null ? [] : [part]));
  if (parts.length === 0) return isNeed ? 'assumed' : 'promised';
  const several = new Set(parts).size > 1;
  if (isNeed) return `${partsText(parts)} ${several ? 'assume' : 'assumes'}`;
  return `${isAll ? 'all that ' : ''}${partsText(parts)} ${several ? 'promise' : 'promises'}`;
}

function partsText(parts: readonly string[]): string {
  return printable([...groupBy(parts, familyOf).values()].map(membersText).join(', '));
}

/** The formula inside the clause's span, where it is found there; else the span. */
function formulaSpan(obligation: ObligationResult, sources: Sources): Mark['span'] {
  const { span, text } = obligation;
  const at = text === null || text === '' ? -1 : sources.text(span).lastIndexOf(text);
  return at < 0 ? span : { path: span.path, start: span.start + at, end: span.start + at + text!.length };
}

function said(obligation: ObligationResult): readonly string[] {
  return obligation.sentence === null ? [] : note(`“${obligation.sentence}”`);
}

function note(text: string): readonly string[] {
  return wrap(printable(text), COLUMNS - 3).map((line) => `   ${line}`);
}

function explanation(obligation: ObligationResult, sources: Sources, paint: Paint): readonly string[] {
  switch (obligation.verdict) {
    case 'proved':
      return [];
    case 'refuted':
      return [...counterexampleLines(obligation, sources, paint), ...clashLines(obligation, sources, paint)];
    case 'vacuous':
      return clashLines(obligation, sources, paint);
    case 'unknown':
      return unknownLines(obligation, paint);
  }
}

function counterexampleLines(obligation: ObligationResult, sources: Sources, paint: Paint): readonly string[] {
  const { counterexample, witness } = obligation;
  const lines: string[] = [];
  if (counterexample !== null) {
    if (obligation.kind !== 'assumption') lines.push(...pathLines(obligation, sources, paint));
    const steps = counterexample.steps.length;
    const title = steps > 1 ? `it happens at step ${steps - 1}; every value was replayed exactly` : 'it happens with';
    lines.push(...traceLines(counterexample, title, paint));
    if (obligation.kind === 'assumption') lines.push(...note(sideAtFault(obligation)));
    if (isComposition(obligation)) lines.push('', '   every part keeps its contract; their composition does not');
  }
  if (witness !== null) lines.push(...traceLines(witness, 'there is no answer to', paint));
  return lines;
}

/** Which side of a connection is at fault: a producer that is freed, one that promises too little, or one that promises nothing. */
function sideAtFault({ counterexample, id, component, part }: ObligationResult): string {
  const path = counterexample!.path.filter((mention) => mention.name !== 'connect');
  const producers = [...new Set(path.slice(0, -1).flatMap((mention) => mention.part ?? []))];
  const own = id.slice(id.indexOf(`${component}.`) + component.length + 1);
  const freed = counterexample!.steps.flatMap((step) => step.freed).filter((name) => name !== own);
  const broken = freed.find((name) => producers.some((producer) => name.startsWith(`${producer}.`)));
  if (broken !== undefined) return `the fault lies before: ${broken} is broken, and so that part promises nothing`;
  const consumer = part ?? 'the part';
  if (producers.length === 0) return `nothing promises as much as ${consumer} assumes`;
  const several = new Set(producers.map(familyOf)).size + producers.length > 2;
  const [keep, these] = several ? ['keep their promises', 'these do'] : ['keeps its promise', 'this does'];
  return `${partsText(producers)} ${keep}, and ${these} not suffice for what ${consumer} assumes`;
}

function isComposition(obligation: ObligationResult): boolean {
  const freed = obligation.counterexample?.steps.some((step) => step.freed.length > 0) ?? false;
  const hasParts = obligation.counterexample?.path.some((mention) => mention.part !== null) ?? false;
  return obligation.kind === 'guarantee' && hasParts && !freed;
}

/** Which clause brings which value, producer first; the members of a family that promise the same are one line. */
function pathLines(obligation: ObligationResult, sources: Sources, paint: Paint): readonly string[] {
  const path = obligation.counterexample!.path.filter(
    (mention) => mention.part !== null && mention.text !== mention.part,
  );
  if (path.length === 0) return [];
  const groups = [
    ...groupBy(path, (mention) => `${mention.span.path}:${mention.span.start}:${familyOf(mention.part!)}`).values(),
  ];
  const { sums } = obligation.counterexample!;
  const soFar = sumsBy(groups, sums);
  const total = (at: number) => (soFar[at] == null ? '' : printable(quantity(soFar[at])));
  const rows = groups.map((group, at) => [
    partsText(group.map((mention) => mention.part!)),
    printable(promiseText(group[0]!)),
    sharedHere(group, obligation),
    ...(sums.length === 0 ? [] : [total(at)]),
    lineOf(group[0]!, obligation, sources),
  ]);
  const titles = ['along', 'promises', 'here', ...(sums.length === 0 ? [] : ['so far']), ''];
  const kinds = ['name', 'text', 'number', ...(sums.length === 0 ? [] : ['number' as const]), 'text'] as const;
  const [head, ...body] = table(kinds, [titles, ...rows], COLUMNS - 6);
  const over = crossing(soFar, obligation);
  return [
    `   ${paint('dim', head!)}`,
    ...body.map((row, at) => (at === over ? ` ${paint('error', '✘')} ${row}` : `   ${row}`)),
  ];
}

/** What a part promises; one whose assumption is broken, nothing. */
function promiseText({ name, text, broken }: ClauseMention): string {
  return broken === true ? `nothing: ${name.slice(name.indexOf('.') + 1)} is broken` : clauseText(name, text);
}

/** The total after the last clause of the last of the parts that a row stands for; null where more of the part follows. */
function sumsBy(
  groups: readonly (readonly ClauseMention[])[],
  sums: Counterexample['sums'],
): readonly (Quantity | null)[] {
  const last = new Map<string, number>();
  for (const [row, group] of groups.entries()) for (const { part } of group) last.set(part!, row);
  return groups.map((_, row) => sums.findLast(({ part }) => last.get(part) === row)?.soFar ?? null);
}

/** The row at which the total goes beyond the bound; where it must not fall short, or is none, no row. */
function crossing(soFar: readonly (Quantity | null)[], { counterexample }: ObligationResult): number {
  const compared = counterexample?.compared ?? null;
  const bound = compared === null ? null : readExact(compared.right);
  if (compared === null || bound === null || !compared.operator.startsWith('<')) return -1;
  return soFar.findIndex((total) => {
    if (total === null || total.unit !== compared.right.unit) return false;
    const order = readExact(total)?.compare(bound) ?? -1;
    return order > 0 || (order === 0 && compared.operator === '<');
  });
}

function sharedHere(group: readonly ClauseMention[], obligation: ObligationResult): string {
  const values = new Set(group.map((mention) => hereOf(mention, obligation)));
  return values.size === 1 ? [...values][0]! : '';
}

/** The values at the last step of the part's ports that the clause names: of one its value, of several nothing. */
function hereOf(mention: ClauseMention, obligation: ObligationResult): string {
  const cells = obligation.counterexample!.steps.at(-1)?.cells;
  if (mention.broken === true) {
    const sum = obligation.counterexample!.sums.find(({ part }) => part === mention.part);
    return sum === undefined ? '' : printable(quantity(sum.adds));
  }
  const names = new Set(clauseText(mention.name, mention.text).match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []);
  const found = [...names].map((name) => cells?.get(`${mention.part}.${name}`)).filter((cell) => cell !== undefined);
  return found.length === 1 ? printable(quantity(found[0]!)) : '';
}

function lineOf(mention: ClauseMention, obligation: ObligationResult, sources: Sources): string {
  const { line } = sources.start(mention.span);
  const elsewhere = mention.span.path === obligation.span.path ? '' : `${printable(mention.span.path)} `;
  return `${elsewhere}line ${line}`;
}

function clashLines(obligation: ObligationResult, sources: Sources, paint: Paint): readonly string[] {
  if (obligation.clash.length === 0) return [];
  const rows = obligation.clash.map((mention) => [
    clashName(mention),
    printable(clauseText(mention.name, mention.text)),
    lineOf(mention, obligation, sources),
  ]);
  const title = obligation.clash.length === 1 ? 'this cannot hold' : 'these cannot hold together';
  return [
    `   ${paint('dim', title)}`,
    ...table(['name', 'text', 'text'], rows, COLUMNS - 6).map((row) => `      ${row}`),
  ];
}

function clashName(mention: ClauseMention): string {
  return printable(mention.part === null ? mention.name : `${mention.name} (${mention.part})`);
}

function unknownLines(obligation: ObligationResult, paint: Paint): readonly string[] {
  const detail = obligation.unknown?.detail ?? '';
  const spent = `spent: ${obligation.rlimit} solver steps, ${obligation.timeMs} ms; an undecided claim is never a pass`;
  const steps = (obligation.notExcluded ?? []).map((cells) => ({ cells, freed: [] }));
  const title = 'not excluded by induction, and no execution that leads there was found:';
  const window = steps.length === 0 ? [] : traceLines({ parameters: new Map(), steps }, title, paint);
  const closing = (obligation.wouldClose ?? []).flatMap((text) => note(closingSentence(printable(text))));
  return [...(detail === '' ? [] : note(detail)), ...window, ...closing, ...note(spent)];
}

/** `n = 28`; of several sizes all are named already. */
function firstFailing({ parameter, firstFailing: shape }: NonNullable<ObligationResult['family']>): string {
  return shape?.includes('=') === true ? shape : `${parameter} = ${shape}`;
}

function familyLines(obligation: ObligationResult): readonly string[] {
  const { family } = obligation;
  if (family === null) return [];
  const words = [
    family.largestSafe === null ? '' : `holds up to ${family.parameter} = ${family.largestSafe}`,
    family.firstFailing === null ? '' : `fails first at ${firstFailing(family)}`,
  ].filter((word) => word !== '');
  return words.length === 0 ? [] : note(words.join('; '));
}
