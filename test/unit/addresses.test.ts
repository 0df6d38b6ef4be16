import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignRooms, ROOM, roomOf, shifted } from '../../src/core/ide/addresses.ts';

describe('addresses of declarations', () => {
  it('grow with the place, and stay where the order allows', () => {
    const rooms = fc.array(fc.option(fc.integer({ min: 1, max: 40 })), { maxLength: 30 });
    fc.assert(
      fc.property(rooms, (before) => {
        const after = assignRooms(before);
        expect(after).toHaveLength(before.length);
        for (const [at, room] of after.entries()) expect(room).toBeGreaterThan(after[at - 1] ?? 0);
        const inOrder = before.filter((room) => room !== null);
        const grows = inOrder.every((room, at) => room > (inOrder[at - 1] ?? 0));
        const free = before.every((room, at) => room !== null || before.slice(at).every((other) => other === null));
        if (grows && free) for (const [at, room] of before.entries()) if (room !== null) expect(after[at]).toBe(room);
      }),
    );
  });

  it('are all given anew where there is no room between two', () => {
    expect(assignRooms([7, null, 8])).not.toContain(7);
    expect(assignRooms([7, null, 9])).toEqual([7, 8, 9]);
  });

  it('lie beyond every text', () => {
    expect(roomOf(0)).toBe(0);
    expect(roomOf(ROOM - 1)).toBe(0);
    expect(assignRooms(Array.from({ length: 100_000 }, () => null)).at(-1)! * ROOM).toBeLessThan(
      Number.MAX_SAFE_INTEGER,
    );
  });

  it('move the spans of a tree, and nothing else', () => {
    const number = new (class Rational {
      readonly start = 1;
    })();
    const tree = { kind: 'a', span: { path: 'x', start: 1, end: 2 }, items: [{ value: number, start: 3 }], none: null };
    expect(shifted(tree, 10)).toEqual({ ...tree, span: { path: 'x', start: 11, end: 12 } });
    expect(shifted(tree, 10).items[0]!.value).toBe(number);
    expect(shifted(tree, 0)).toBe(tree);
  });
});
