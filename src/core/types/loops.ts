import type { Report } from '../diagnostics/report.ts';
import type { Span } from '../text/source.ts';

/** Something of a cycle: a name and where it is declared. */
export interface Link {
  readonly name: string;
  readonly span: Span;
}

/** Reports definitions that need each other; `inComponent` says that they are those of a step, which `prev` can break. */
export function reportCycle(report: Report, found: readonly Link[], inComponent: boolean): void {
  const cycle = fromFirst(found);
  report.error(
    inComponent ? 'SV150' : 'SV067',
    `\`${cycle[0]!.name}\` needs itself: ${wayAround(cycle)}`,
    cycle[0]!.span,
    {
      related: links(cycle),
      help: inComponent ? 'break the cycle with `prev(…)` or a `state`' : 'one of them must be said without the others',
    },
  );
}

/** Definitions that need each other only through the past: nothing is wrong with them but that no type is written. */
export function reportTypeLoop(report: Report, found: readonly Link[]): void {
  const cycle = fromFirst(found);
  const { name, span } = cycle[0]!;
  report.error('SV121', `the type of \`${name}\` needs itself: ${wayAround(cycle)}`, span, {
    related: links(cycle),
    help: `write it: \`let ${name} : real = …\``,
  });
}

/** The same cycle, beginning with what stands first in the text. */
function fromFirst(cycle: readonly Link[]): readonly Link[] {
  const starts = cycle.map(({ span }) => span.start);
  const first = starts.indexOf(Math.min(...starts));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

function wayAround(cycle: readonly Link[]): string {
  return [...cycle, cycle[0]!].map((one) => one.name).join(' → ');
}

function links(cycle: readonly Link[]) {
  return cycle.slice(1).map((one) => ({ span: one.span, message: `\`${one.name}\` is part of the cycle` }));
}
