import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { TypedExpr, TypedWire } from '../types/typed.ts';
import { assignments } from './aggregate.ts';
import { TRUE } from './build.ts';
import { arrayElements, convert, nth } from './expression.ts';
import { notForAll } from './family/not_for_all.ts';
import type { OpenFamily } from './family/open_families.ts';
import { memberAtOpenIndex } from './family/open_index.ts';
import type { Frame, Local } from './frame.ts';
import { Abandoned } from './limits.ts';
import type { Expr, Variable } from './model.ts';
import { isPartial } from './partial.ts';
import { wholeOf } from './size.ts';
import { differentLengths, isArray } from './variables.ts';

/** Defines the inputs of parts that `connect` items wire. */
export function defineWires(wires: readonly TypedWire[], frame: Frame): void {
  const wired = new Map<Variable, TypedWire>();
  for (const wire of wires) {
    const partial = isPartial(wire.source) ? `${wire.part.name}.${wire.port.name}` : null;
    const before = wired.size;
    for (const locals of assignments(wire.binders, frame, null)) {
      for (const { target, body } of joints(wire, frame, locals)) {
        const variable = variableOf(target);
        reportTwice(wired, variable, wire);
        wired.set(variable, wire);
        frame.scope.define({ variable, body, partial, origin: 'wire', annotations: wire.annotations, span: wire.span });
      }
    }
    if (wired.size === before && partial !== null) {
      frame.scope.oweDefined({ item: partial, body: TRUE, annotations: wire.annotations, span: wire.span });
    }
  }
}

interface Joint {
  readonly target: Expr;
  readonly body: Expr;
}

/** Which expression goes to which input: one value goes to all, an array element by element. */
function joints(wire: TypedWire, frame: Frame, locals: Local | null): readonly Joint[] {
  const targets = targetsOf(wire, frame, locals);
  const open = frame.scope.open?.of(wire.part) ?? null;
  const member = open === null || !isElementwise(wire) ? null : memberOfWhole(wire.source, open, frame);
  if (member !== null) return targets.flat().map((target) => ({ target, body: member }));
  if (!isArray(wire.source)) {
    const body = convert(wire.source, frame, locals);
    return targets.flat().map((target) => ({ target, body }));
  }
  const bodies = arrayElements(wire.source, frame, locals);
  const groups = isElementwise(wire) ? [targets.flat()] : targets;
  return groups.flatMap((inputs) => {
    if (inputs.length !== bodies.length) {
      const message = { span: wire.targetSpan, message: `${inputs.length} inputs are wired here` };
      throw new Abandoned({ ...differentLengths(wire.source, bodies.length, inputs.length), related: [message] });
    }
    return inputs.map((target, at) => ({ target, body: bodies[at]! }));
  });
}

/** What one member of a family of any size gives where a whole family is wired to another, member by member. */
function memberOfWhole(source: TypedExpr, to: OpenFamily, frame: Frame): Expr | null {
  const from = source.kind === 'port' && source.array ? (frame.scope.open!.of(source.part) ?? null) : null;
  if (from === null || source.kind !== 'port') return null;
  if (source.index !== null || source.member !== null || from.length !== to.length)
    throw new Abandoned(notForAll('families of different sizes are wired member by member', source.span));
  return from.frame.scalar(source.symbol);
}

/** Whether an array goes to the members of a family one by one, rather than to the elements of a port. */
function isElementwise(wire: TypedWire): boolean {
  return wire.portIndex !== null || wire.port.kind !== 'in' || wire.port.size === null;
}

/** The inputs that a target names: for each member of the part, one, or one for each element of an array port. */
function targetsOf(wire: TypedWire, frame: Frame, locals: Local | null): readonly (readonly Expr[])[] {
  const { family, frames } = frame.members(wire.part);
  const open = frame.scope.open?.of(wire.part) ?? null;
  const members =
    open !== null && wire.index !== null
      ? [memberAtOpenIndex(open, wire.index, locals)]
      : family && wire.index !== null
        ? [memberAt(wire, frames, frame, locals)]
        : frames;
  return members.map((member) => {
    const elements = member.elements(wire.port);
    return wire.portIndex === null ? elements : [elementAt(wire, elements, frame, locals)];
  });
}

function memberAt(wire: TypedWire, frames: readonly Frame[], frame: Frame, locals: Local | null): Frame {
  const index = wholeOf(wire.index!, frame, locals, 'the member that is wired');
  if (index >= 1n && index <= BigInt(frames.length)) return nth(frames, index);
  throw new Abandoned(
    diagnostic('SV168', `\`${wire.part.name}\` has no member ${index}: it has ${frames.length}`, wire.targetSpan, {
      related: [{ span: wire.part.span, message: `\`${wire.part.name}\` is declared here` }],
      help: wire.binders.length > 0 ? 'mend the index range after `for`' : null,
    }),
  );
}

function elementAt(wire: TypedWire, elements: readonly Expr[], frame: Frame, locals: Local | null): Expr {
  const index = wholeOf(wire.portIndex!, frame, locals, 'the element that is wired');
  if (index >= 1n && index <= BigInt(elements.length)) return nth(elements, index);
  const name = `${wire.part.name}.${wire.port.name}`;
  throw new Abandoned(
    diagnostic('SV168', `\`${name}\` has no element ${index}: it has ${elements.length}`, wire.targetSpan, {
      related: [{ span: wire.port.span, message: `\`${wire.port.name}\` is declared here` }],
    }),
  );
}

function variableOf(target: Expr): Variable {
  if (target.kind !== 'variable') throw new Error('a wire ends at something that is no input');
  return target.variable;
}

function reportTwice(wired: ReadonlyMap<Variable, TypedWire>, variable: Variable, wire: TypedWire): void {
  const before = wired.get(variable);
  if (before === undefined) return;
  const same = before === wire;
  throw new Abandoned(
    diagnostic('SV152', `\`${variable.name}\` is wired twice`, wire.targetSpan, {
      related: same ? [] : [{ span: before.targetSpan, message: 'first wired here' }],
      help: same ? 'this connection wires it once for each index: mend the index range' : 'remove one of the two',
    }),
  );
}
