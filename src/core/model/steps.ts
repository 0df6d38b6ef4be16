import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { type Rational, show } from '../exact/rational.ts';
import type { TypedComponent } from '../types/typed.ts';
import { remembered } from './memo.ts';

/** What is known of the time between two steps of a component: its own step, or that of its parts. */
export interface StepOf {
  readonly step: Rational | null;
  /** The component that declares it. */
  readonly declaredBy: TypedComponent | null;
}

const steps = new WeakMap<TypedComponent, StepOf>();

/** The step of a component; one that declares none takes that of its parts. */
export function stepOf(component: TypedComponent): StepOf {
  return remembered(steps, component, () => collect(component));
}

function collect(component: TypedComponent): StepOf {
  if (component.step !== null) return { step: component.step, declaredBy: component };
  for (const part of component.parts) {
    const inner = stepOf(part.component);
    if (inner.step !== null) return inner;
  }
  return { step: null, declaredBy: null };
}

/** A part whose step differs from its system's, or from that of another part, cannot be run with it. */
export function stepDisagreements(component: TypedComponent): readonly Diagnostic[] {
  const { step, declaredBy } = stepOf(component);
  if (step === null || declaredBy === null) return [];
  return component.parts.flatMap((part) => {
    const inner = stepOf(part.component);
    if (inner.step === null || inner.step.equals(step)) return [];
    const message = `the part \`${part.name}\` steps every ${show(inner.step)} s, ${declaredBy.name} every ${show(step)} s`;
    return [
      diagnostic('SV159', message, part.span, {
        related: [{ span: declaredBy.nameSpan, message: `${declaredBy.name} is declared here` }],
        help: 'all parts of a system step together: give both the same `step`',
      }),
    ];
  });
}
