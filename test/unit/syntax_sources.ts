import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseModule } from '../../src/core/syntax/parse.ts';

const folder = fileURLToPath(new URL('../corpus/cases/', import.meta.url));

/** The files of the corpus that are correct in every respect, by name. */
export const CASES: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.safety'))
    .map((name): [string, string] => [name, readFileSync(`${folder}${name}`, 'utf8')]),
);

/** One file with every construct of the language, in one way or another. */
export const EVERYTHING = `import "lib/parts.safety"
/// A new base unit.
unit request
unit req = 1 request
unit ktoken = 1000 token
const cap : real [req/s] = 10 req/s
const none = 0
type Mode = { auto, manual, off }
type Speed = real [m/s] in 0..60
fun square(x : real [m]) : real [m^2] = x^2
fun one() = 1
fun total(n : int) = sum(i in 1..n: i) + max(j in kinds: j)
fault shared <= 1%
fault other

@owner(deployer) @source("ISO 13855")
component Leaf {
  param limit : real [req/s] in 0..10_000 = 5 req/s
  param on : bool = true
  in offered[3] : real [req/s] in 0..
  in load : int in 1..n
  out admitted : real [req/s] in ..limit
  delayed out level : real [J/(kg*K)]
  var v : real in -3..2 * limit - 1 = 0
  fault own <= 1e-6
  step 10 ms
  assume overload "never more": load <= 120 req/s
  assume "only a sentence": on
  assume load in 0..3
  guarantee cap "never": 0 req/s <= admitted < limit <= 3 unless own, shared tolerating 2
  guarantee admitted <= limit  guarantee a: not on => level == 0 J/(kg*K)
  @expect(unknown)
  guarantee soon: whenever on and not off then held(on, 20 ms) within 3 steps
  guarantee later: whenever on then off within 200 ms
  guarantee first: initially level == 3
  invariant kept: prev(level, 0) >= 0
  mode busy when load > 10 { assume x: on guarantee y: off }
  mode idle when load <= 10 { }
}

system B refines A {
  param n : int in 1..
  part a : Leaf
  part b[n] : Leaf(limit = cap, on = false)
  part c : Leaf()
  state s[2] : real [K] = 18 K
  next s[1] = max(0 K, s[1] + (if on then 12 L/s else 0 L/s) * step - s[2] * step)
  next s[2] = -s[1]^-2 div 2 mod 3
  let k : real = sum(r in b: r.admitted) + sum(b.admitted) + count(i in 1..n, j in 1..n: i != j => b[i].x < b[j].x)
  connect a.level -> b.load, c.offered[1]
  connect b[i].admitted + 3 -> b[i+1].load for i in 1..n-1
  connect k -> b[i].offered[j] for i in 1..n, j in 1..3
  guarantee whole: (a.x <=> b[1].y) and (k in 0..3 or Mode.auto == m)
  guarantee risk: probability(m1 and not m2) <= 2.5 %
  let last = a.x
  step 10 ms
}

@expect(proved)
verify external : B(n = 3, cap = 10 req/s)
verify plain : B
`;

/** Parses and answers with the diagnostics in short: code, text under the span, message. */
export function complaints(text: string): string[] {
  return parseModule({ path: 'x.safety', text }).diagnostics.map(({ code, span, message }) => {
    return `${code} «${text.slice(span!.start, span!.end)}» ${message}`;
  });
}
