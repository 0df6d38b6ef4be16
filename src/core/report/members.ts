/** Members of a family that are alike, under one name. */

interface Indexed {
  readonly before: string;
  readonly index: bigint;
  readonly after: string;
}

/** `gate[3].open` as `gate[`, 3 and `].open`; null for a name with no index, or with several. */
function indexed(name: string): Indexed | null {
  const found = /^([^[\]]*\[)([0-9]+)(\][^[\]]*)$/.exec(name);
  return found === null ? null : { before: found[1]!, index: BigInt(found[2]!), after: found[3]! };
}

/** What names of one family's members have in common; a name of its own has only itself. */
export function familyOf(name: string): string {
  const found = indexed(name);
  return found === null ? name : `${found.before}${found.after}`;
}

/** One name for names of one family: `gate[1..3, 5].open`. Others are joined as they are. */
export function membersText(names: readonly string[]): string {
  const found = [...new Set(names)].map((name) => ({ name, parts: indexed(name) }));
  const [first] = found;
  if (found.length < 2 || found.some(({ parts }) => parts === null)) return found.map(({ name }) => name).join(', ');
  if (found.some(({ name }) => familyOf(name) !== familyOf(first!.name)))
    return found.map(({ name }) => name).join(', ');
  return `${first!.parts!.before}${runs(found.map(({ parts }) => parts!.index))}${first!.parts!.after}`;
}

const MOST_RUNS = 4;

/** `1, 2, 3, 5` as `1..3, 5`; where there are many gaps, the first runs and how many members there are. */
function runs(indices: readonly bigint[]): string {
  const sorted = [...indices].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const found: [bigint, bigint][] = [];
  for (const index of sorted) {
    const last = found.at(-1);
    if (last !== undefined && last[1] + 1n === index) last[1] = index;
    else found.push([index, index]);
  }
  const texts = found.map(([low, high]) => (low === high ? `${low}` : `${low}..${high}`));
  return texts.length <= MOST_RUNS ? texts.join(', ') : `${texts.slice(0, 2).join(', ')}, … ${indices.length} in all`;
}
