/** Codes of the group "types": code → its title, one line. */
export const TYPES = {
} as const satisfies Record<string, string>;
