import type { Report } from '../diagnostics/report.ts';
import type { TypedComponent } from '../types/typed.ts';
import { alwaysTrue } from './formulas.ts';
import { same } from './same.ts';

/** Warns of modes that apply whenever another does, by the form of their conditions. */
export function warnShadowed(report: Report, component: TypedComponent): void {
  for (const [at, mode] of component.modes.entries()) {
    const shadow = component.modes.slice(0, at).find((other) => same(other.when, mode.when));
    if (shadow !== undefined) {
      report.warning('SV407', `the modes \`${shadow.name}\` and \`${mode.name}\` apply in the same cases`, mode.span, {
        related: [{ span: shadow.span, message: `\`${shadow.name}\`` }],
        help: 'give one of them another condition, or join their clauses',
      });
    } else if (component.modes.length > 1 && alwaysTrue(mode.when)) {
      report.warning('SV407', `the mode \`${mode.name}\` applies always, beside every other`, mode.span, {
        help: 'write its clauses outside of modes, or say when it applies',
      });
    }
  }
}
