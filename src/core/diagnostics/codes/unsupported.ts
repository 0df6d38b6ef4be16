/** Codes of the group "unsupported": code → its title, one line. */
export const UNSUPPORTED = {
  SV180: 'a size or bound is not decided',
  SV181: 'the model is too large',
  SV182: 'too many combinations of sizes to try each',
  SV184: 'a contract speaks of a free variable that its refinement lacks',
  SV185: 'a size has no least value',
} as const satisfies Record<string, string>;
