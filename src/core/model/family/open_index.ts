import type { TypedBinder, TypedExpr, ValueSymbol } from '../../types/typed.ts';
import { convert } from '../expression.ts';
import { type Frame, type Local, type LocalValue, localValue } from '../frame.ts';
import { Abandoned } from '../limits.ts';
import type { Expr } from '../model.ts';
import { staticWhole } from '../static.ts';
import { someNode } from '../walk.ts';
import { notForAll } from './not_for_all.ts';
import type { OpenFamily } from './open_families.ts';

/** What a binder over a family of open size, or over the numbers of its members, stands for; null where it is over neither. */
export interface OpenBinder {
  readonly value: LocalValue;
  readonly size: Expr;
  readonly length: string;
}

export function openBinder(binder: TypedBinder, frame: Frame, locals: Local | null): OpenBinder | null {
  const open = frame.scope.open;
  if (open === null || frame.path !== null) return null;
  switch (binder.over.kind) {
    case 'family': {
      const family = open.of(binder.over.part);
      return family === null ? null : { value: { kind: 'member', frame: family.frame }, ...family };
    }
    case 'array': {
      const { array } = binder.over;
      const family = array.kind === 'port' && isWholeFamily(array) ? open.of(array.part) : null;
      if (family === null || array.kind !== 'port') return null;
      return { value: { kind: 'element', expr: family.frame.scalar(array.symbol) }, ...family };
    }
    case 'range': {
      const { low, high } = binder.over;
      if (staticWhole(high, frame.known, locals) !== null) return null;
      const [family] = staticWhole(low, frame.known, locals) === 1n ? open.asLongAs(convert(high, frame, locals)) : [];
      if (family === undefined)
        throw new Abandoned(notForAll('these are not the numbers of the members of a family of any size', high.span));
      return { value: { kind: 'openIndex', length: family.length }, ...family };
    }
  }
}

/** The member that an index stands for, where it is that of an arbitrary one. */
export function memberAtOpenIndex(family: OpenFamily, index: TypedExpr, locals: Local | null): Frame {
  const value = index.kind === 'ref' ? localValue(index.symbol, locals) : null;
  if (value?.kind === 'openIndex' && value.length === family.length) return family.frame;
  throw new Abandoned(notForAll('a certain member of a family of any size is named', index.span));
}

function isWholeFamily(port: Extract<TypedExpr, { kind: 'port' }>): boolean {
  return port.index === null && port.member === null && port.symbol.kind !== 'in'
    ? !('size' in port.symbol) || port.symbol.size === null
    : port.index === null && port.member === null && port.symbol.kind === 'in' && port.symbol.size === null;
}

/** Whether an aggregate looks at what a binder around it stands for. */
export function readsBinder(expr: TypedExpr, symbol: ValueSymbol): boolean {
  return someNode(
    [expr],
    (node) => (node.kind === 'ref' && node.symbol === symbol) || (node.kind === 'port' && node.member === symbol),
  );
}
