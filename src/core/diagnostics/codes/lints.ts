/** Codes of the group "lints": code → its title, one line. */
export const LINTS = {
  SV400: 'a fault breaks nothing',
  SV401: 'both sides of a comparison are the same',
  SV402: 'a clause holds whatever happens',
  SV403: 'nothing uses a part',
  SV404: 'nothing reads an output of a part',
  SV405: 'a guarantee speaks of nothing that its component decides',
  SV406: 'an assumption follows from a type',
  SV407: 'a mode applies whenever another does',
  SV408: 'nothing speaks of an input',
  SV409: 'nothing uses a name',
  SV410: 'evidence has expired',
} as const satisfies Record<string, string>;
