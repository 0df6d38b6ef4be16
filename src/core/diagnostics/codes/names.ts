/** Codes of the group "names": code → its title, one line. */
export const NAMES = {
} as const satisfies Record<string, string>;
