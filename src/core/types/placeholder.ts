import type { Span } from '../text/source.ts';
import { BOOL } from './scalar.ts';
import type { DeclaredType, TypedExpr } from './typed.ts';

/** A symbol's type and value before they are known; they never leave a program without errors. */
export function placeholder(span: Span): { readonly type: DeclaredType; readonly value: TypedExpr } {
  return {
    type: { scalar: BOOL, range: null, span },
    value: { kind: 'boolean', value: false, type: BOOL, span },
  };
}
