import type { EnumType, ScalarType, Unit } from './typed.ts';
import { PLAIN_UNIT } from './unit.ts';

export const BOOL: ScalarType = { kind: 'bool' };
export const INT: ScalarType = { kind: 'int', unit: PLAIN_UNIT };
export const REAL: ScalarType = { kind: 'real', unit: PLAIN_UNIT };

export type NumericType = Extract<ScalarType, { readonly unit: Unit }>;

export function isNumeric(type: ScalarType): type is NumericType {
  return type.kind === 'int' || type.kind === 'real';
}

export function isEnum(type: ScalarType | null): type is EnumType {
  return type !== null && type.kind === 'enum';
}

export function realIn(unit: Unit): NumericType {
  return { kind: 'real', unit };
}

export function intIn(unit: Unit): NumericType {
  return { kind: 'int', unit };
}

/** A type as a user writes it: `real [m/s]`, `int`, `Mode`. */
export function showType(type: ScalarType): string {
  switch (type.kind) {
    case 'bool':
      return 'bool';
    case 'enum':
      return type.name;
    case 'int':
    case 'real':
      return type.unit.text === '' ? type.kind : `${type.kind} [${type.unit.text}]`;
  }
}

/** `a bool`, `an int`, `a Mode`. */
export function aType(type: ScalarType): string {
  const shown = showType(type);
  return `${/^[aeiouAEIOU]/.test(shown) ? 'an' : 'a'} \`${shown}\``;
}
