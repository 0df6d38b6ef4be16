import type { ScalarType, Unit } from '../types/typed.ts';
import { BOOL, INT, REAL } from './build.ts';
import type { Sort } from './model.ts';

/** The sort of a type: units stay behind. */
export function sortOf(type: ScalarType): Sort {
  switch (type.kind) {
    case 'bool':
      return BOOL;
    case 'int':
      return INT;
    case 'real':
      return REAL;
    case 'enum':
      return type;
  }
}

/** The unit in which a user wants to read values of the type; null for what has none. */
export function unitOf(type: ScalarType): Unit | null {
  return type.kind === 'int' || type.kind === 'real' ? type.unit : null;
}
