/** One line for each word that begins a declaration or an item: how it is written. */
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['import', 'import "lib/parts.safety"'],
  ['unit', 'unit req = 1 request'],
  ['const', 'const cap : real [req/s] = 10 req/s'],
  ['type', 'type Mode = { auto, manual }` or `type Speed = real [m/s] in 0..60'],
  ['fun', 'fun area(r : real [m]) : real [m^2] = 3.14 * r^2'],
  ['fault', 'fault f <= 1%'],
  ['component', 'component Stage { … }'],
  ['system', 'system Pipeline { … }'],
  ['verify', 'verify external : Platform(cap = 10 req/s)'],
  ['param', 'param limit : real [req/s] in 0..100 = 10 req/s'],
  ['in', 'in load : real [req/s] in 0..'],
  ['out', 'out latency : real [ms]'],
  ['delayed', 'delayed out level : real [L]'],
  ['var', 'var loss : real [K] in 0..0.1'],
  ['state', 'state t : real [K] = 18 K'],
  ['next', 'next t = t + 1 K'],
  ['let', 'let total = a.delay + b.delay'],
  ['part', 'part a : Stage(limit = 3 req/s)'],
  ['connect', 'connect a.load -> b.load, c.load'],
  ['step', 'step 10 ms'],
  ['mode', 'mode busy when load > 10 req/s { guarantee latency <= 5 ms }'],
  ['assume', 'assume overload: load <= 120 req/s'],
  ['guarantee', 'guarantee bound: latency <= 5 ms'],
  ['invariant', 'invariant level >= 0 L'],
]);

/** `… is written \`…\``; null for words that begin nothing. */
export function exampleHelp(keyword: string): string | null {
  const example = EXAMPLES.get(keyword);
  return example === undefined ? null : `\`${keyword}\` is written \`${example}\``;
}
