/** Codes of the group "lints": code → its title, one line. */
export const LINTS = {} as const satisfies Record<string, string>;
