import type { ClauseMention, Counterexample, ObligationResult } from '../verdict/result.ts';
import { chanceSentences } from './chances.ts';
import { countLine } from './concise.ts';
import { saysCore } from './core_lines.ts';
import { plainDiagnostic, plainPlace } from './diagnostic_text.ts';
import { everySize, formula } from './overview.ts';
import { printable } from './printable.ts';
import { againCommand } from './problem.ts';
import type { Report, Run } from './report.ts';
import type { Sources } from './sources.ts';
import { allObligations, certificateWords, countCertificates } from './summary.ts';
import { clauseText, closingSentence, quantity, repairText, verdictSentence } from './verdict_words.ts';

/** Whole sentences without boxes, alignment or colour: for plain screens and screen readers. */
export function plainReport(report: Report): string {
  const lines = report.failures.flatMap((failure) => plainDiagnostic(failure, report.sources));
  for (const run of report.runs) lines.push(...plainRun(run, report.sources));
  const obligations = allObligations(report);
  const certificates = countCertificates(obligations);
  if (certificates !== null) lines.push(`Certified: ${certificateWords(certificates)}.`);
  if (obligations.length > 0) lines.push(`In all: ${countLine(obligations)}.`);
  return `${lines.join('\n')}\n`;
}

function plainRun(run: Run, sources: Sources): readonly string[] {
  const { result } = run;
  const lines = result.diagnostics.flatMap((diagnostic) => plainDiagnostic(diagnostic, sources));
  for (const obligation of result.obligations) lines.push(...plainObligation(obligation, run, sources));
  if (result.trusted.length > 0) lines.push(`Trusted leaf contracts: ${result.trusted.map(printable).join(', ')}.`);
  return lines;
}

function plainObligation(obligation: ObligationResult, run: Run, sources: Sources): readonly string[] {
  if (obligation.verdict === 'proved') {
    const sizes = everySize(obligation);
    const sentence = sizes === '' ? [] : [`${printable(capital(sizes))}.`];
    return [`Proved: ${printable(obligation.id)}.`, ...sentence, ...plainCore(obligation), ...plainChances(obligation)];
  }
  const claim = formula(obligation);
  const lines = [
    `${capital(obligation.verdict)}: ${printable(obligation.id)}, at ${plainPlace(sources, obligation.span)}.`,
  ];
  lines.push(`${printable(verdictSentence(obligation))}.`);
  if (claim !== '') lines.push(`The claim is: ${printable(claim)}.`);
  if (obligation.sentence !== null && obligation.text !== null)
    lines.push(`In words: ${printable(obligation.sentence)}.`);
  lines.push(...plainAnswer(obligation, sources), ...plainChances(obligation));
  if (obligation.help !== null) lines.push(`Help: ${printable(obligation.help.replaceAll('\n', ' '))}`);
  const repairs = obligation.counterexample?.repairs ?? [];
  if (repairs.length > 0) {
    const texts = repairs.map((repair) => printable(repairText(repair))).join('; or: ');
    lines.push(`Any one of these restores the proof, each was checked: ${texts}.`);
  }
  return [...lines, `To ask again: ${againCommand(obligation, run)}`];
}

function plainCore(obligation: ObligationResult): readonly string[] {
  const { core } = obligation;
  if (core === null || !saysCore(obligation) || core.uses.length === 0) return [];
  const more = core.notNeeded.length === 0 ? '' : ` It does not need ${core.notNeeded.map(printable).join(', ')}.`;
  return [`Its proof uses ${core.uses.map(printable).join(', ')}.${more}`];
}

function plainChances(obligation: ObligationResult): readonly string[] {
  return chanceSentences(obligation).map((sentence) => `${capital(sentence)}.`);
}

function plainAnswer(obligation: ObligationResult, sources: Sources): readonly string[] {
  const lines: string[] = [];
  if (obligation.counterexample !== null)
    lines.push(...plainTrace(obligation.counterexample, 'It happens', 'It happens always.'));
  if (obligation.witness !== null)
    lines.push(...plainTrace(obligation.witness, 'Nothing answers', 'Nothing answers, whatever comes.'));
  for (const mention of obligation.counterexample?.path ?? [])
    lines.push(plainMention('It comes from', mention, sources));
  for (const mention of obligation.clash) lines.push(plainMention('It clashes with', mention, sources));
  if (obligation.unknown !== null && obligation.unknown.detail !== '')
    lines.push(`Detail: ${printable(obligation.unknown.detail)}.`);
  for (const [at, cells] of (obligation.notExcluded ?? []).entries()) {
    const shown = [...cells].map(([name, cell]) => `${printable(name)} is ${printable(quantity(cell))}`);
    lines.push(`Not excluded by induction, step ${at + 1} of ${obligation.notExcluded!.length}: ${shown.join(', ')}.`);
  }
  for (const text of obligation.wouldClose ?? []) lines.push(`${capital(closingSentence(printable(text)))}.`);
  if (obligation.scope !== null) lines.push(`Scope: ${printable(obligation.scope)}.`);
  return lines;
}

/** A trace, a sentence a step; `always` where there is nothing on which it depends. */
function plainTrace(trace: Counterexample, verb: string, always: string): readonly string[] {
  const parameters = [...trace.parameters].map(([name, cell]) => `${printable(name)} is ${printable(quantity(cell))}`);
  const lines = parameters.length > 0 ? [`${verb} for parameters: ${parameters.join(', ')}.`] : [];
  for (const [at, step] of trace.steps.entries()) {
    const cells = [...step.cells].map(([name, cell]) => `${printable(name)} is ${printable(quantity(cell))}`);
    const when = trace.steps.length > 1 ? `At step ${at}` : `${verb} when`;
    if (cells.length > 0) lines.push(`${when}: ${cells.join(', ')}.`);
    for (const freed of step.freed) lines.push(`There ${printable(freed)} is broken, so that part promises nothing.`);
  }
  return lines.length > 0 ? lines : [always];
}

function plainMention(verb: string, mention: ClauseMention, sources: Sources): string {
  if (mention.broken === true)
    return `Part ${printable(mention.part ?? '')} promises nothing, because ${printable(mention.name)} is broken, ${printable(clauseText(mention.name, mention.text))}, at ${plainPlace(sources, mention.span)}.`;
  const part = mention.part === null ? '' : ` of part ${printable(mention.part)}`;
  return `${verb} ${printable(mention.name)}${part}, ${printable(clauseText(mention.name, mention.text))}, at ${plainPlace(sources, mention.span)}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
