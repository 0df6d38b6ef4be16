import { MAX_FILE } from '../syntax/limits.ts';
import type { Span } from '../text/source.ts';

/**
 * Declarations are kept from one state of a file to the next, and move when something before them grows. So the spans of
 * each count from an address of its own, which does not move. The addresses of a file have the order of its
 * declarations, and all lie beyond every offset of a text, so that the two are never taken for each other.
 */
export const ROOM = 2 ** 25;
const ROOMS = 2 ** 27;

if (MAX_FILE >= ROOM) throw new Error('a declaration may be longer than its room');

/**
 * Rooms for the declarations of a file, in order. Those that have one keep it while the order is right; the others get
 * one in between. Where there is none left between two, all are given anew.
 */
export function assignRooms(before: readonly (number | null)[]): readonly number[] {
  const kept = increasing(before);
  const rooms: number[] = [];
  for (let at = 0; at < kept.length; ) {
    const room = kept[at]!;
    if (room !== null) {
      rooms.push(room);
      at += 1;
      continue;
    }
    let end = at;
    while (end < kept.length && kept[end] === null) end += 1;
    const low = rooms.at(-1) ?? 0;
    const step = Math.floor(((kept[end] ?? ROOMS) - low) / (end - at + 1));
    if (step < 1) return assignRooms(before.map(() => null));
    for (; at < end; at += 1) rooms.push((rooms.at(-1) ?? 0) + step);
  }
  return rooms;
}

function increasing(rooms: readonly (number | null)[]): readonly (number | null)[] {
  let last = 0;
  return rooms.map((room) => {
    if (room === null || room <= last) return null;
    last = room;
    return room;
  });
}

/** The room of an address; 0 for an offset of a text. */
export function roomOf(address: number): number {
  return Math.floor(address / ROOM);
}

/** The same tree with all of its spans moved. */
export function shifted<T>(tree: T, by: number): T {
  return by === 0 ? tree : (shift(tree, by) as T);
}

function shift(value: unknown, by: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shift(item, by));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  if (isSpan(value)) return { path: value.path, start: value.start + by, end: value.end + by };
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) result[key] = shift(inner, by);
  return result;
}

/** Numbers of the language are objects of a class, and hold no span. */
function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

function isSpan(value: object): value is Span {
  return 'start' in value && 'end' in value && 'path' in value;
}
