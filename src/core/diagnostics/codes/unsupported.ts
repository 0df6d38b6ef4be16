/** Codes of the group "unsupported": code → its title, one line. */
export const UNSUPPORTED = {
} as const satisfies Record<string, string>;
