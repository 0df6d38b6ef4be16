import { ansi, type Paint, unpainted } from '../core/report/paint.ts';
import { Failure } from './failure.ts';

export type ColourChoice = 'auto' | 'always' | 'never';

/** Reads `--color [when]`. */
export function colourChoice(value: string | boolean | undefined): ColourChoice {
  if (value === undefined) return 'auto';
  if (value === true) return 'always';
  if (value === false) return 'never';
  if (value === 'auto' || value === 'always' || value === 'never') return value;
  throw new Failure('SV300', `\`--color ${value}\` is not known`, 'it is `auto`, `always` or `never`');
}

/** Whether a stream is painted: the option first, then `NO_COLOR`, then `FORCE_COLOR`, then whether it is a terminal. */
export function paintFor(choice: ColourChoice, stream: { readonly isTTY?: boolean }): Paint {
  switch (choice) {
    case 'always':
      return ansi;
    case 'never':
      return unpainted;
    case 'auto':
      return paintedByHabit(stream) ? ansi : unpainted;
  }
}

function paintedByHabit(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
}
