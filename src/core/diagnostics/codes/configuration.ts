/** Codes of the group "configuration": code → its title, one line. */
export const CONFIGURATION = {
} as const satisfies Record<string, string>;
