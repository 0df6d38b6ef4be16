import type { Report } from '../diagnostics/report.ts';
import { nearest } from '../resolve/near.ts';
import type { Annotation, Declaration, Item, Prefixed } from '../syntax/ast.ts';
import { expiryOf, isDay } from '../syntax/day.ts';

const KNOWN: readonly string[] = ['evidence', 'owner', 'source', 'expect', 'allow'];
const VERDICTS: readonly string[] = ['proved', 'refuted', 'unknown', 'vacuous'];

/** Checks the annotations of a declaration and of all in it: known names, and a verdict in `@expect`. */
export function checkAnnotations(report: Report, declaration: Declaration): void {
  for (const prefixed of allPrefixed(declaration)) {
    for (const annotation of prefixed.annotations) checkAnnotation(report, annotation);
    refuseTwoExpectations(report, prefixed);
  }
}

function allPrefixed(declaration: Declaration): readonly Prefixed[] {
  return declaration.kind === 'component' ? [declaration, ...declaration.items.flatMap(withClauses)] : [declaration];
}

function withClauses(item: Item): readonly Prefixed[] {
  return item.kind === 'mode' ? [item, ...item.clauses] : [item];
}

function checkAnnotation(report: Report, annotation: Annotation): void {
  const { text, span } = annotation.name;
  if (!KNOWN.includes(text)) {
    const near = nearest(text, KNOWN);
    report.warning('SV068', `\`@${text}\` is not known, and says nothing`, span, {
      help: near === null ? `known are ${KNOWN.map((one) => `@${one}`).join(', ')}` : `did you mean \`@${near}\`?`,
    });
  }
  if (text === 'expect') checkExpectation(report, annotation);
  if (text === 'evidence') checkExpiry(report, annotation);
}

/** A day that is none would never come. */
function checkExpiry(report: Report, annotation: Annotation): void {
  const expires = expiryOf(annotation);
  if (expires === null || isDay(expires)) return;
  const argument = annotation.arguments.find(({ name }) => name?.text === 'expires')!;
  report.error('SV068', '`expires` names no day', argument.span, { help: 'write the day as `expires = "2026-12-01"`' });
}

function checkExpectation(report: Report, annotation: Annotation): void {
  const [argument, ...more] = annotation.arguments;
  const value = argument?.value;
  if (value?.kind === 'word' && VERDICTS.includes(value.text) && argument!.name === null && more.length === 0) return;
  const near = value?.kind === 'word' ? nearest(value.text, VERDICTS) : null;
  report.error('SV068', '`@expect` names one verdict', argument?.span ?? annotation.span, {
    help:
      near === null
        ? `write \`@expect(refuted)\`; the verdicts are ${VERDICTS.join(', ')}`
        : `did you mean \`@expect(${near})\`?`,
  });
}

function refuseTwoExpectations(report: Report, prefixed: Prefixed): void {
  const [first, second] = prefixed.annotations.filter((one) => one.name.text === 'expect');
  if (second === undefined) return;
  report.error('SV068', 'two verdicts are expected of one thing', second.span, {
    related: [{ span: first!.span, message: 'the first is here' }],
  });
}
