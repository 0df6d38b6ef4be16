/** Codes of the group "lints": code → its title, one line. */
export const LINTS = {
  SV400: 'a fault breaks nothing',
} as const satisfies Record<string, string>;
