/** Colours of a terminal. Text is padded before it is painted, so that paint never disturbs a layout. */

export type Ink = 'error' | 'warning' | 'good' | 'dim' | 'bold' | 'accent';

export type Paint = (ink: Ink, text: string) => string;

/** No colour at all: for pipes, files and `NO_COLOR`. */
export const unpainted: Paint = (_ink, text) => text;

const CODES: Readonly<Record<Ink, string>> = {
  error: '1;31',
  warning: '1;33',
  good: '32',
  dim: '2',
  bold: '1',
  accent: '36',
};

/** ANSI colours. */
export const ansi: Paint = (ink, text) => (text === '' ? '' : `\u001b[${CODES[ink]}m${text}\u001b[0m`);
