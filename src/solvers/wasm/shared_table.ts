/**
 * The solver's code as it comes makes its own table of functions, which nobody else can have before it runs. This
 * changes the two entries of the binary that say so: the table becomes an import, of the same size, and nothing else
 * is touched. With it the calls that may throw can be made by WebAssembly alone; see `trampolines.js`.
 */
export interface SharedTableCode {
  readonly code: Uint8Array;
  /** How many functions the table holds. */
  readonly tableSize: number;
}

/** Where the table is imported from. */
const IMPORT = { module: 'safeverify', name: 'table' } as const;

const IMPORT_SECTION = 2;
const TABLE_SECTION = 4;
const TABLE_KIND = 1;
const FUNCTION_REFERENCE = 0x70;

/** Throws where the code is not a module with exactly one table of functions of its own. */
export function importTable(code: Uint8Array): SharedTableCode {
  const sections = readSections(code);
  const tables = sections.find(({ id }) => id === TABLE_SECTION);
  const imports = sections.find(({ id }) => id === IMPORT_SECTION);
  if (tables === undefined || imports === undefined) throw new Error('the solver is not built as it was');
  const tableSize = readTableSize(code.subarray(tables.from, tables.to));
  const parts = [code.subarray(0, 8)];
  for (const section of sections) {
    if (section === imports) parts.push(withTable(code.subarray(section.from, section.to), tableSize));
    else if (section !== tables) parts.push(code.subarray(section.start, section.to));
  }
  return { code: Buffer.concat(parts), tableSize };
}

interface Section {
  readonly id: number;
  /** Where it begins, with its head, and where what it contains begins and ends. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

function readSections(code: Uint8Array): readonly Section[] {
  const sections: Section[] = [];
  for (let start = 8; start < code.length; ) {
    const size = readUnsigned(code, start + 1);
    const to = size.next + size.value;
    sections.push({ id: code[start]!, start, from: size.next, to });
    start = to;
  }
  return sections;
}

/** One entry: the kind of reference, whether there is a greatest size, the size, the greatest size. */
function readTableSize(section: Uint8Array): number {
  if (section[0] !== 1 || section[1] !== FUNCTION_REFERENCE) throw new Error('the solver is not built as it was');
  return readUnsigned(section, 3).value;
}

function withTable(imports: Uint8Array, tableSize: number): Uint8Array {
  const count = readUnsigned(imports, 0);
  const entry = [
    ...name(IMPORT.module),
    ...name(IMPORT.name),
    TABLE_KIND,
    FUNCTION_REFERENCE,
    0,
    ...unsigned(tableSize),
  ];
  const body = [...unsigned(count.value + 1), ...imports.subarray(count.next), ...entry];
  return Uint8Array.from([IMPORT_SECTION, ...unsigned(body.length), ...body]);
}

function name(text: string): readonly number[] {
  return [...unsigned(text.length), ...new TextEncoder().encode(text)];
}

function readUnsigned(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let index = at, scale = 1; ; index += 1, scale *= 128) {
    const byte = bytes[index];
    if (byte === undefined) throw new Error('the solver is not built as it was');
    value += (byte & 127) * scale;
    if (byte < 128) return { value, next: index + 1 };
  }
}

function unsigned(value: number): readonly number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low + 128, ...unsigned((value - low) / 128)];
}
