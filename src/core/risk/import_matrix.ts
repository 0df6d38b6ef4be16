import { LINE_END, readTable } from '../text/separated.ts';

/** A matrix of techniques and failure modes as a `.safety` file, or why it cannot be read (with the line that is wrong). */
export type Imported =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly line: number; readonly problem: string };

/** How an entry `?` is read: as a failure, as none, or both, in two systems. */
export type Unknowns = 'fail' | 'hold' | 'both';

/**
 * Reads a table in CSV: a header with the names of the failure modes, then a line for each technique with `1` where the
 * mode defeats it, `0` where it does not, `?` where that is not known, or a probability (`0.05`, `5%`) where the mode defeats it
 * with at most that chance: a fault of its own, of which nothing is assumed but that. With a `?` there are two systems, unless
 * `unknowns` says how it is read: in one every unknown is a `1`, in the other a `0`; the truth lies between. `origin` is the
 * table's name, kept with each line's number as annotations.
 */
export function importMatrix(csv: string, origin = 'table', unknowns: Unknowns = 'both'): Imported {
  const rows = readTable(csv);
  const [header, ...body] = rows;
  if (header === undefined || header.cells.length < 2)
    return problem(1, 'the first line names the failure modes, one a column after the first');
  if (body.length === 0) return problem(header.line, 'there is no technique: each line after the first is one');
  const modes = header.cells.slice(1);
  for (const row of body) {
    if (row.cells.length !== header.cells.length)
      return problem(row.line, `${row.cells.length - 1} entries stand where there are ${modes.length} failure modes`);
    const odd = row.cells.slice(1).find((cell) => !['0', '1', '?'].includes(cell) && !isChance(cell));
    if (odd !== undefined)
      return problem(row.line, `\`${odd}\` stands where \`0\`, \`1\`, \`?\` or a probability is needed`);
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
      body.map(({ cells, line }, at) => ({ name: techniques[at]!, title: cells[0]!, entries: cells.slice(1), line })),
      { origin: comment(origin).replaceAll('"', "'"), line: header.line },
      unknowns,
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
  readonly line: number;
}

/** Where the table comes from: its name, and the line of its header. */
interface Origin {
  readonly origin: string;
  readonly line: number;
}

type Reading = 'plain' | 'pessimistic' | 'optimistic';

const READINGS: Readonly<Record<Unknowns, readonly Reading[]>> = {
  fail: ['pessimistic'],
  hold: ['optimistic'],
  both: ['pessimistic', 'optimistic'],
};

/** A chance from 0 to 1, strictly between them: `0.05`, `5%`. */
function isChance(cell: string): boolean {
  return /^(?:0?\.[0-9]*[1-9][0-9]*|(?:[1-9][0-9]?(?:\.[0-9]+)?|0?\.[0-9]*[1-9][0-9]*)%)$/.test(cell);
}

/** As the language writes numbers: with a digit before the point. */
function chanceText(cell: string): string {
  return cell.startsWith('.') ? `0${cell}` : cell;
}

function written(
  titles: readonly string[],
  modes: readonly string[],
  techniques: readonly Technique[],
  { origin, line }: Origin,
  unknowns: Unknowns,
): string {
  const open = techniques.some(({ entries }) => entries.includes('?'));
  const used = (at: number) => techniques.some(({ entries }) => !isChance(entries[at]!));
  const faults = modes.flatMap((mode, at) =>
    used(at) ? [`/// ${comment(titles[at]!)}\n@source("${origin}, line ${line}")\nfault ${mode}`] : [],
  );
  const readings = open ? READINGS[unknowns] : (['plain'] as const);
  const systems = readings.map((reading) => systemOf(reading, modes, techniques, origin));
  return `${[...faults, '', ...systems].join(LINE_END)}`;
}

function systemOf(
  reading: Reading,
  modes: readonly string[],
  techniques: readonly Technique[],
  origin: string,
): string {
  const suffix = reading === 'plain' ? '' : reading === 'pessimistic' ? 'IfUnknownFails' : 'IfUnknownHolds';
  const components = techniques.map(({ name, title, entries, line }) => {
    const defeats = (cell: string) => cell === '1' || (cell === '?' && reading === 'pessimistic');
    const own = modes.flatMap((mode, at) =>
      isChance(entries[at]!) ? [{ name: `by_${mode}`, bound: chanceText(entries[at]!) }] : [],
    );
    const excuses = [...modes.filter((_, at) => defeats(entries[at]!)), ...own.map((fault) => fault.name)];
    const unless = excuses.length === 0 ? '' : ` unless ${excuses.join(', ')}`;
    const items = [
      ...own.map((fault) => `fault ${fault.name} <= ${fault.bound}`),
      'out stops : bool',
      `guarantee works: stops${unless}`,
    ];
    const source = `@source("${origin}, line ${line}")`;
    return `/// ${comment(title)}\n${source}\ncomponent ${capital(name)}${suffix} { ${items.join('  ')} }`;
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
