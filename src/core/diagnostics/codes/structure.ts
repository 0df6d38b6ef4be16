/** Codes of the group "structure": code → its title, one line. */
export const STRUCTURE = {
} as const satisfies Record<string, string>;
