import type { Staged } from '../diagnostics/diagnostic.ts';
import type { Declaration, Import, Module } from '../syntax/ast.ts';
import type { Segment } from '../syntax/cut.ts';
import { type Memory, parseModule } from '../syntax/parse.ts';
import type { Tokens } from '../syntax/tokens.ts';
import type { SourceFile, Span } from '../text/source.ts';
import { assignRooms, ROOM, roomOf, shifted } from './addresses.ts';
import { mentionsIn } from './mentions.ts';

/** A declaration that was read without a mistake. The spans of `tree` count from the address of its room. */
export interface Standing {
  readonly tree: Import | Declaration;
  readonly room: number;
  /** Where it begins in the file as it is now. */
  readonly start: number;
  /** All names that stand in it, but for the one that it declares. */
  readonly mentions: ReadonlySet<string>;
}

/** What tells whether two stretches of tokens read alike, and what has been read of one. */
interface Kept extends Omit<Standing, 'room'> {
  readonly key: string;
  readonly room: number | null;
}

/** One file through its states: what stands in it as it stood is not read again, and keeps its tree. */
export class KeptFile {
  #text: string | null = null;
  #kept: readonly (Kept & Standing)[] = [];
  #byRoom: ReadonlyMap<number, Standing> = new Map();
  #answer: Staged<Module> | null = null;

  /** As `parseModule`, but that spans of trees are addresses: `placeOf` leads back to the file. */
  read(source: SourceFile): Staged<Module> {
    if (this.#answer !== null && this.#text === source.text) return this.#answer;
    const shelf = new Shelf(this.#kept);
    const parsed = parseModule(source, shelf);
    const rooms = assignRooms(shelf.now.map(({ room }) => room));
    this.#kept = shelf.now.map((one, at) => settled(one, rooms[at]!));
    this.#byRoom = new Map(this.#kept.map((one) => [one.room, one]));
    this.#text = source.text;
    this.#answer = { product: this.#module(parsed.product), diagnostics: parsed.diagnostics };
    return this.#answer;
  }

  get standings(): readonly Standing[] {
    return this.#kept;
  }

  /** The declaration in whose room an address lies. */
  at(address: number): Standing | null {
    return this.#byRoom.get(roomOf(address)) ?? null;
  }

  /** The span in the file as it is now. */
  placeOf(span: Span): Span {
    const standing = this.at(span.start);
    if (standing === null) return span;
    const by = standing.start - standing.room * ROOM;
    return { path: span.path, start: span.start + by, end: span.end + by };
  }

  #module({ path, broken }: Module): Module {
    const imports: Import[] = [];
    const declarations: Declaration[] = [];
    for (const { tree } of this.#kept) {
      if (tree.kind === 'import') imports.push(tree);
      else declarations.push(tree);
    }
    return { path, imports, declarations, broken };
  }
}

/** Moves a tree to its room, from the text or from another room; one that is there already stays the same. */
function settled(one: Kept, room: number): Kept & Standing {
  const from = one.room === null ? one.start : one.room * ROOM;
  return { ...one, room, tree: shifted(one.tree, room * ROOM - from) };
}

class Shelf implements Memory {
  readonly #before = new Map<string, Kept[]>();
  /** What the file holds now, in order. */
  readonly now: Kept[] = [];

  constructor(before: readonly Kept[]) {
    for (const one of before.toReversed()) {
      const same = this.#before.get(one.key);
      if (same === undefined) this.#before.set(one.key, [one]);
      else same.push(one);
    }
  }

  recall(tokens: Tokens, segment: Segment): Import | Declaration | null {
    const found = this.#before.get(keyOf(tokens, segment))?.pop();
    if (found === undefined) return null;
    this.now.push({ ...found, start: tokens.starts[segment.start]! });
    return found.tree;
  }

  remember(tokens: Tokens, segment: Segment, tree: Import | Declaration): void {
    this.now.push({
      key: keyOf(tokens, segment),
      tree,
      room: null,
      start: tokens.starts[segment.start]!,
      mentions: mentionsIn(tokens, segment),
    });
  }
}

/** Everything that the tree of a declaration hangs on. */
function keyOf(tokens: Tokens, { start, end, keyword }: Segment): string {
  const text = tokens.text.slice(tokens.starts[start], tokens.ends[end - 1]);
  const documentation = tokens.documentation.get(start) ?? '';
  return `${keyword - start} ${tokens.codes.slice(start, end)}\n${documentation}\n${text}`;
}
