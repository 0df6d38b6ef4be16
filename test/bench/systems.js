// Generated systems for the benchmark: text only, deterministic from their arguments.

const STAGE = `unit req
component Stage {
  in load : real [req/s] in 0..
  out forwarded : real [req/s]
  out latency : real [ms]
  assume limit: load <= 1000 req/s
  guarantee passes: 0 req/s <= forwarded <= load
  guarantee bound: 0 ms <= latency <= 2 ms + load * 0.001 ms*s/req
}
`;

/** `n` stages in a line (`chain`) or each feeding two (`tree`), with the bound that their latencies add up to. */
export function stages(shape, n) {
  const feeds = (i) => (shape === 'chain' ? i - 1 : Math.floor(i / 2));
  const lines = [STAGE, `system Whole {`, '  in offered : real [req/s] in 0..1000'];
  for (let i = 1; i <= n; i += 1) lines.push(`  part s${i} : Stage`);
  lines.push('  connect offered -> s1.load');
  for (let i = 2; i <= n; i += 1) lines.push(`  connect s${feeds(i)}.forwarded -> s${i}.load`);
  const names = Array.from({ length: n }, (_, i) => `s${i + 1}.latency`);
  lines.push(`  guarantee deadline: ${names.join(' + ')} <= ${3 * n} ms`, '}');
  return lines.join('\n');
}

/** A small linear congruential generator (Knuth, MMIX): the same contracts in every run. */
function random(seed) {
  let state = BigInt(seed) * 2862933555777941757n + 3037000493n;
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    return Number((state >> 33n) % BigInt(below));
  };
}

/** A leaf contract of one to three outputs with linear clauses, some under a condition; with products of parameters if asked. */
export function contract(seed, products) {
  const next = random(seed + 1);
  const outputs = 1 + next(3);
  const name = (i) => `y${i % outputs}`;
  const factor = () => (products && next(2) === 0 ? `${['p', 'q'][next(2)]} * ` : `${1 + next(4)} * `);
  const term = () => ['u', 'v', String(next(20)), `${factor()}u`, `${factor()}v`][next(5)];
  const lines = [
    'component C {',
    '  param p : real in 1..3',
    '  param q : real in 0..2',
    '  in u : real in 0..10',
    '  in v : real in -5..5',
    '  in on : bool',
  ];
  for (let i = 0; i < outputs; i += 1) lines.push(`  out y${i} : real`);
  for (let i = 0; i < 2 + next(4); i += 1) {
    const left = `${factor()}${name(i)}`;
    const right = next(3) === 0 && outputs > 1 ? `${name(i + 1)} + ${term()}` : `${term()} + ${term()}`;
    const body = `${left} ${['<=', '>=', '<', '>'][next(4)]} ${right}`;
    lines.push(`  guarantee g${i}: ${next(4) === 0 ? `on => ${body}` : body}`);
  }
  return [...lines, '}'].join('\n');
}

/** `n` layers of which each pair shares a failure mode; one that stops is enough. The cut sets are the minimal edge covers of a complete graph. */
export function pairwise(n) {
  const layers = Array.from({ length: n }, (_, at) => at);
  const pairs = layers.flatMap((i) => layers.filter((j) => i < j).map((j) => [i, j]));
  const mode = ([i, j]) => `m${i}_${j}`;
  const modesOf = (at) =>
    pairs
      .filter((pair) => pair.includes(at))
      .map(mode)
      .join(', ');
  return `${pairs.map((pair) => `fault ${mode(pair)}`).join('\n')}
${layers.map((at) => `component L${at} { out stops : bool  guarantee works: stops unless ${modesOf(at)} }`).join('\n')}
system S {
${layers.map((at) => `  part l${at} : L${at}`).join('\n')}
  guarantee contained: ${layers.map((at) => `l${at}.stops`).join(' or ')}
}
`;
}

/** A tank in a loop with its controller that overflows first at the last of so many steps: 1.2 litres are added in each. */
export function filling(steps) {
  const full = (29.4 + 1.2 * (steps - 1)).toFixed(1);
  return `
component Controller {
  in level : real [L]
  out open : bool
  guarantee stops: level >= ${full} L => not open
  guarantee fills: level <= 20 L => open
}
component Tank {
  step 100 ms
  in open : bool
  delayed out level : real [L]
  guarantee not_negative: level >= 0 L
  guarantee slow_rise: level <= prev(level, 30 L) + (if prev(open, true) then 1.2 L else 0 L)
  guarantee starts: initially level == 30 L
}
system Plant {
  step 100 ms
  out level : real [L] = tank.level
  part tank : Tank
  part controller : Controller
  connect tank.level -> controller.level
  connect controller.open -> tank.open
  guarantee below: level <= ${full} L
}`;
}
