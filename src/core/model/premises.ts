import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { TypedComponent } from '../types/typed.ts';
import { profileOf } from './profile.ts';
import { reachesInternals } from './reach.ts';
import { stepDisagreements } from './steps.ts';

/** What must be true of a component before a scope of it can be built. */
export function premisesBroken(component: TypedComponent): readonly Diagnostic[] {
  return [...hiddenAssumptions(component), ...stepDisagreements(component)];
}

/** Whoever uses a component owes its assumptions, and sees no more of an implementation than its ports and parameters. */
function hiddenAssumptions(component: TypedComponent): readonly Diagnostic[] {
  const { kind, items } = profileOf(component);
  if (kind === 'leaf') return [];
  return items.flatMap((item) => {
    if (item.kind !== 'clause' || item.clause.keyword !== 'assume') return [];
    const when = item.mode?.kind === 'mode' ? [item.mode.mode.when] : [];
    if (!reachesInternals(item.clause.body, ...when)) return [];
    return [
      diagnostic(
        'SV156',
        `this assumption speaks of what only the inside of ${component.name} has`,
        item.clause.bodySpan,
        {
          help: 'whoever uses the component owes the assumption: speak of inputs, parameters and earlier values of ports',
        },
      ),
    ];
  });
}
