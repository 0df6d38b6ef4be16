import { CONFIGURATION } from './codes/configuration.ts';
import { LINTS } from './codes/lints.ts';
import { NAMES } from './codes/names.ts';
import { STRUCTURE } from './codes/structure.ts';
import { SYNTAX } from './codes/syntax.ts';
import { TYPES } from './codes/types.ts';
import { UNSUPPORTED } from './codes/unsupported.ts';
import { VERDICTS } from './codes/verdicts.ts';

/** The closed registry: every code that a user can ever see, with its one-line title. */
export const REGISTRY = {
  ...SYNTAX, // SV001–SV049
  ...NAMES, // SV050–SV099
  ...TYPES, // SV100–SV149
  ...STRUCTURE, // SV150–SV179
  ...UNSUPPORTED, // SV180–SV199
  ...VERDICTS, // SV200–SV249
  ...CONFIGURATION, // SV300–SV349
  ...LINTS, // SV400–SV449
} as const;

export type Code = keyof typeof REGISTRY;
