/** Codes of the group "configuration": code → its title, one line. */
export const CONFIGURATION = {
  SV300: 'the command line cannot be understood',
  SV301: 'a file does not exist',
  SV302: 'a file cannot be read',
  SV303: 'a file is not UTF-8 text',
  SV304: 'a file is too large',
  SV305: 'no specification was found',
  SV306: 'no obligation has that name',
  SV307: 'there is nothing to check',
  SV308: 'a report cannot be written',
  SV309: 'the solver cannot be started',
  SV310: 'a file is not in the canonical layout',
  SV311: 'an internal error: the mistake is ours',
} as const satisfies Record<string, string>;
