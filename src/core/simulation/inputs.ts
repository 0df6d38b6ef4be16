import { readTable } from '../text/separated.ts';

/** A value as a file of inputs gives it; no unit stands for the variable's own. */
export interface GivenCell {
  readonly text: string;
  readonly unit: string | null;
}

/** What a file of inputs gives, by name; what it does not give is drawn. */
export interface GivenInputs {
  /** The obligation whose counterexample it is; null where it is none. */
  readonly claim: string | null;
  /** For which sizes that one was found: `for n = 3`, or null. */
  readonly sizes: string | null;
  readonly parameters: ReadonlyMap<string, GivenCell>;
  readonly steps: readonly ReadonlyMap<string, GivenCell>[];
}

/** A mistake in a file of inputs, in words. */
export class InputMistake extends Error {}

/**
 * Reads comma-separated values: names in the first line (`level`, or with its unit `level [L]`), a line for each step.
 * A column `step` is only for people; an empty cell gives nothing.
 */
export function readSeparated(text: string): GivenInputs {
  const [head, ...rows] = readTable(text);
  if (head === undefined) throw new InputMistake('it holds no line');
  const columns = head.cells.map(columnOf);
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new InputMistake(`two columns are called \`${twice}\``);
  const steps = rows.map(({ line, cells }) => {
    if (cells.length > columns.length)
      throw new InputMistake(`line ${line} has ${cells.length} cells, the first line ${columns.length}`);
    const given = cells.flatMap((cell, at): [string, GivenCell][] => {
      const { name, unit } = columns[at]!;
      return cell === '' || name === 'step' ? [] : [[name, { text: cell, unit }]];
    });
    return new Map(given);
  });
  return { claim: null, sizes: null, parameters: new Map(), steps };
}

function columnOf(title: string): { readonly name: string; readonly unit: string | null } {
  const match = /^(.*\S)\s+\[([^\]]*)\]$/.exec(title);
  return match === null ? { name: title, unit: null } : { name: match[1]!, unit: match[2]!.trim() };
}

/**
 * Reads JSON: a list of steps, each an object of values by name; an object with `steps` and perhaps `parameters`, as a
 * simulation writes it; or a check's result document, of which the counterexample of `claim` is taken (null: the only one).
 */
export function readJson(text: string, claim: string | null): GivenInputs {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputMistake('it is no JSON text');
  }
  if (Array.isArray(value)) return execution({ steps: value }, null, null);
  if (!isObject(value)) throw new InputMistake('it holds no steps');
  return Array.isArray(value.obligations) ? counterexampleIn(value.obligations, claim) : execution(value, null, null);
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function counterexampleIn(obligations: readonly unknown[], claim: string | null): GivenInputs {
  const refuted = obligations.filter(isObject).filter((each) => isObject(each.counterexample));
  const names = refuted.map(({ id }) => String(id));
  if (refuted.length === 0) throw new InputMistake('no claim in it has a counterexample');
  if (claim === null && refuted.length > 1)
    throw new InputMistake(`it has ${refuted.length} counterexamples: name one with \`--only\`: ${names.join(', ')}`);
  const found = claim === null ? refuted[0] : refuted.find(({ id }) => id === claim);
  if (found === undefined)
    throw new InputMistake(`it has no counterexample of \`${claim}\`; it has those of ${names.join(', ')}`);
  const sizes = typeof found.scope === 'string' ? found.scope : null;
  return execution(found.counterexample as Json, String(found.id), sizes);
}

function execution(value: Json, claim: string | null, sizes: string | null): GivenInputs {
  if (!Array.isArray(value.steps)) throw new InputMistake('it holds no `steps`');
  const steps = value.steps.map((step: unknown, at: number) => cellsOf(step, `step ${at}`));
  const parameters =
    value.parameters === undefined ? new Map<string, GivenCell>() : cellsOf(value.parameters, '`parameters`');
  return { claim, sizes, parameters, steps };
}

function cellsOf(value: unknown, where: string): ReadonlyMap<string, GivenCell> {
  if (!isObject(value)) throw new InputMistake(`${where} is no object of values by name`);
  return new Map(Object.entries(value).map(([name, each]) => [name, cellOf(each, `\`${name}\` at ${where}`)]));
}

function cellOf(value: unknown, where: string): GivenCell {
  if (isObject(value)) {
    const unit = typeof value.unit === 'string' ? value.unit : null;
    return { text: cellOf(value.value, where).text, unit };
  }
  if (typeof value === 'string') return { text: value.trim(), unit: null };
  if (typeof value === 'boolean') return { text: String(value), unit: null };
  if (typeof value === 'number') return { text: exactText(value, where), unit: null };
  throw new InputMistake(`${where} is neither a number, a text nor a truth value`);
}

/** JSON's numbers are read as binary fractions; up to 15 digits those stand for one decimal number only. */
const MOST_DIGITS = 15;

function exactText(value: number, where: string): string {
  const text = String(value);
  const digits = text.replace(/e.*$/, '').replaceAll(/[^0-9]/g, '');
  if (digits.length > MOST_DIGITS)
    throw new InputMistake(
      `${where} has more than ${MOST_DIGITS} digits: write it as a text, "${text}", to keep it exact`,
    );
  return text;
}
