import { LINE_END, readTable } from '../text/separated.ts';

/** A matrix of techniques and failure modes as a `.safety` file, or why it cannot be read (with the line that is wrong). */
export type Imported =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly line: number; readonly problem: string };

/**
 * Reads a table in CSV: a header with the names of the failure modes, then a line for each technique with `1` where the
 * mode defeats it, `0` where it does not, `?` where that is not known. With a `?` there are two systems: in one every
 * unknown is a `1`, in the other a `0`; the truth lies between.
 */
export function importMatrix(csv: string): Imported {
  const rows = readTable(csv);
  const [header, ...body] = rows;
  if (header === undefined || header.cells.length < 2)
    return problem(1, 'the first line names the failure modes, one a column after the first');
  if (body.length === 0) return problem(header.line, 'there is no technique: each line after the first is one');
  const modes = header.cells.slice(1);
  for (const row of body) {
    if (row.cells.length !== header.cells.length)
      return problem(row.line, `${row.cells.length - 1} entries stand where there are ${modes.length} failure modes`);
    const odd = row.cells.slice(1).find((cell) => !['0', '1', '?'].includes(cell));
    if (odd !== undefined) return problem(row.line, `\`${odd}\` stands where \`0\`, \`1\` or \`?\` is needed`);
  }
  const names = identifiers(modes, 'mode');
  const techniques = identifiers(
    body.map(({ cells }) => cells[0]!),
    'technique',
  );
  return {
    kind: 'text',
    text: written(
      modes,
      names,
      body.map(({ cells }, at) => ({ name: techniques[at]!, title: cells[0]!, entries: cells.slice(1) })),
    ),
  };
}

function problem(line: number, text: string): Imported {
  return { kind: 'problem', line, problem: text };
}

interface Technique {
  readonly name: string;
  readonly title: string;
  readonly entries: readonly string[];
}

function written(titles: readonly string[], modes: readonly string[], techniques: readonly Technique[]): string {
  const open = techniques.some(({ entries }) => entries.includes('?'));
  const faults = modes.map((mode, at) => `/// ${comment(titles[at]!)}\nfault ${mode}`);
  const readings = open ? (['pessimistic', 'optimistic'] as const) : (['plain'] as const);
  const systems = readings.map((reading) => systemOf(reading, modes, techniques));
  return `${[...faults, '', ...systems].join(LINE_END)}`;
}

function systemOf(
  reading: 'plain' | 'pessimistic' | 'optimistic',
  modes: readonly string[],
  techniques: readonly Technique[],
): string {
  const suffix = reading === 'plain' ? '' : reading === 'pessimistic' ? 'IfUnknownFails' : 'IfUnknownHolds';
  const components = techniques.map(({ name, title, entries }) => {
    const defeats = (cell: string) => cell === '1' || (cell === '?' && reading === 'pessimistic');
    const excuses = modes.filter((_, at) => defeats(entries[at]!));
    const unless = excuses.length === 0 ? '' : ` unless ${excuses.join(', ')}`;
    return `/// ${comment(title)}\ncomponent ${capital(name)}${suffix} { out stops : bool  guarantee works: stops${unless} }`;
  });
  const parts = techniques.map(({ name }) => `  part ${name} : ${capital(name)}${suffix}`);
  const some = techniques.map(({ name }) => `${name}.stops`).join(' or ');
  return [...components, '', `system Stack${suffix} {`, ...parts, `  guarantee contained: ${some}`, '}', ''].join(
    LINE_END,
  );
}

function comment(title: string): string {
  return title.replaceAll(/[^\x20-\x7e]/g, ' ').trim();
}

/** Legal names, each once: other characters become `_`, and a number is added where two would be the same. */
function identifiers(titles: readonly string[], otherwise: string): string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    const base = legal(title) || otherwise;
    let name = base;
    for (let at = 2; taken.has(name); at += 1) name = `${base}_${at}`;
    taken.add(name);
    return name;
  });
}

function legal(title: string): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  // A name of one word may be a word of the language.
  return words === '' ? '' : /^[0-9]/.test(words) || !words.includes('_') ? `m_${words}` : words;
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
