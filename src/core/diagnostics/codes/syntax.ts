/** Codes of the group "syntax": code → its title, one line. */
export const SYNTAX = {
} as const satisfies Record<string, string>;
