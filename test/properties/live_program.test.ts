import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/core/check.ts';
import type { Diagnostic } from '../../src/core/diagnostics/diagnostic.ts';
import { LiveProgram } from '../../src/core/ide/live_program.ts';
import type { ImportReader } from '../../src/core/resolve/program.ts';

/** A file that is changed again and again: what is said after each change is what is said of the whole from scratch. */

const corpus = new URL('../corpus/', import.meta.url);
const filesIn = (folder: string) =>
  readdirSync(new URL(folder, corpus))
    .filter((name) => name.endsWith('.safety'))
    .map((name) => readFileSync(new URL(folder + name, corpus), 'utf8'));
const cases = filesIn('cases/');
const wrong = [...filesIn('diagnostics/'), ...filesIn('blind/')];

/** Declarations that lead to each other in every way, and name things that the others declare. */
const WEB = `unit request
unit req = 1 request
const cap = 10 req
const far : real [req] = cap + near
const near = 1 req
type Mode = { auto, manual }
type Other = { auto, off }
fun twice(x : real [req]) = 2 * x
fault shared <= 1%
fault idle
component Leaf {
  param n : int in 1..3 = 2
  in load : real [req] in 0 req..twice(cap)
  out done : real [req] in 0 req..far
  out mode : Mode
  fault own
  step 10 ms
  guarantee works: done <= load unless own, shared
  guarantee kept: mode == manual
}
component Better refines Leaf {
  in load : real [req] in 0 req..twice(cap)
  out done : real [req] in 0 req..near
  out mode : Mode
  fault own
  guarantee works: done <= load unless own
}
@allow(SV404)
system Pair {
  in load : real [req] in 0 req..cap
  out done : real [req] = b.done
  part a : Leaf(n = 3)
  part b : Better
  connect load -> a.load
  connect a.done -> b.load
  guarantee works: done <= load unless a.own, b.own, shared
}
system Top {
  part p[2] : Pair
  connect 3 req -> p.load
  guarantee held(p[1].done <= cap, 20 ms)
}
verify one : Leaf(n = 1)
verify two : Pair
`;

const tokensOf = (text: string) =>
  text.match(/\/\/[^\n]*|"[^"\n]*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|\.\.|=>|->|<=|>=|==|!=|\s+|./g) ?? [];
const pool = [
  ...new Set([WEB, ...cases].flatMap(tokensOf).filter((token) => token.trim() !== '')),
  ...['/*', '*/', '"', '/// words\n', '}', '{', 'import "other.safety"', 'Far', 'distant', '@allow(SV408)', '&&'],
];
const declarationsOf = (text: string) =>
  text.split(/\n(?=(?:import|unit|const|type|fun|fault|component|system|verify|@)\b|@)/);

interface Change {
  readonly at: number;
  readonly how: 'replace' | 'insert' | 'remove' | 'drop' | 'double' | 'move' | 'undo' | 'again';
  readonly token: string;
}

function changed(text: string, { at, how, token }: Change): string {
  const whole = how === 'drop' || how === 'double' || how === 'move';
  const pieces = whole ? [...declarationsOf(text)] : [...tokensOf(text)];
  const place = at % Math.max(1, pieces.length);
  if (how === 'double') pieces.splice(place, 0, pieces[place] ?? '');
  else if (how === 'move') pieces.splice((at >> 8) % pieces.length, 0, ...pieces.splice(place, 1));
  else if (how === 'drop') pieces.splice(place, 1);
  else pieces.splice(place, how === 'insert' ? 0 : 1, ...(how === 'remove' ? [] : [` ${token} `]));
  return pieces.join(whole ? '\n' : '');
}

const OTHERS: ReadonlyMap<string, string> = new Map([
  ['other.safety', 'import "third.safety"\nunit parcel\ncomponent Far { out y : real in 0..distant }\n'],
  ['third.safety', 'const distant : real = 3\nfault remote\n'],
]);
const read: ImportReader = (_, path) => {
  const text = OTHERS.get(path);
  return text === undefined
    ? { kind: 'problem', problem: 'missing', detail: '' }
    : { kind: 'source', source: { path, text } };
};

/** In an order of their own: where two begin at one place, either may come first. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((one) => JSON.stringify(one)).toSorted();
}

const change = fc.record({
  at: fc.nat(1 << 20),
  how: fc.constantFrom<Change['how']>(
    'replace',
    'replace',
    'insert',
    'remove',
    'drop',
    'double',
    'move',
    'undo',
    'again',
  ),
  token: fc.constantFrom(...pool),
});
const start = fc.oneof(
  { weight: 3, arbitrary: fc.constant(WEB) },
  { weight: 3, arbitrary: fc.constantFrom(...cases) },
  { weight: 2, arbitrary: fc.constantFrom(...wrong) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...cases), fc.constantFrom(...wrong)).map((both) => both.join('\n')),
  },
);

describe('a file in an editor', () => {
  it('has the diagnostics that it has from scratch, after each of many changes', () => {
    let said = 0;
    fc.assert(
      fc.property(start, fc.array(change, { minLength: 1, maxLength: 8 }), (text, changes) => {
        const live = new LiveProgram(read);
        const states = [text];
        for (const one of changes) {
          const now = states.at(-1)!;
          if (one.how === 'undo') states.push(states.at(-2) ?? now);
          else states.push(one.how === 'again' ? text : changed(now, one));
        }
        for (const state of states) {
          const root = { path: 'root.safety', text: state };
          const expected = inOrder(examine(root, read).diagnostics);
          said += expected.length;
          expect(inOrder(live.update(root))).toEqual(expected);
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 250) },
    );
    expect(said).toBeGreaterThan(1000);
  });
});
