/** Text that is safe and measurable on a terminal. Nothing from a file reaches an output but through here. */

/** Controls, formatting characters (bidirectional ones too), combining marks, lone surrogates, unassigned and private code points. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{M}]/gu;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Replaces every character that could steer a terminal, or hide, by `\u{…}`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Columns that a printable text takes. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : 1;
  return columns;
}

/** The text followed by blanks up to `columns`; longer text stays as it is. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

/** The text preceded by blanks up to `columns`; longer text stays as it is. */
export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text;
}

/** A name cut in its middle (`very_lo…_name`) so that it takes at most `columns`. */
export function cutMiddle(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  const keep = Math.max(2, columns - 1);
  return `${take([...text], Math.ceil(keep / 2))}…${takeLast([...text], Math.floor(keep / 2))}`;
}

/** A formula cut at its end, between words, so that no number is shown in part. */
export function cutEnd(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  const head = take([...text], columns - 2);
  const blank = head.lastIndexOf(' ');
  return `${blank > 0 ? head.slice(0, blank) : ''} …`.trimStart();
}

function take(characters: readonly string[], columns: number): string {
  let taken = '';
  let used = 0;
  for (const character of characters) {
    used += width(character);
    if (used > columns) break;
    taken += character;
  }
  return taken;
}

function takeLast(characters: readonly string[], columns: number): string {
  return [...take([...characters].reverse(), columns)].reverse().join('');
}

/** Breaks a sentence into lines of at most `columns`; a word longer than that has a line of its own. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) lines.push(...wrapLine(paragraph, columns));
  return lines;
}

function wrapLine(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const SAFE_IN_SHELL = /^[A-Za-z0-9_./:@%+=,-]+$/;

/** The text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return SAFE_IN_SHELL.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;
}

/** `1 part`, `2 parts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
