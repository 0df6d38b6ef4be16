/**
 * Measures the parser against its goals: 100,000 lines in less than 600 MB; a line of a long file costs at most 1.3
 * times what a line of a short one costs; at least 5 times faster a line than one match of the plain grammar over
 * 10,000 lines, trees included on both sides.
 *
 *   npm run build && node test/bench/parse.mjs
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as ohm from 'ohm-js';
import { parseModule } from '../../dist/core/syntax/parse.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cases = `${root}test/corpus/cases/`;
const sample = readdirSync(cases)
  .filter((name) => name.endsWith('.safety'))
  .map((name) => readFileSync(cases + name, 'utf8'))
  .join('\n');
const sampleLines = sample.split('\n').length;

/** The sample again and again, until there are enough lines. */
function linesOf(count) {
  const lines = sample.repeat(Math.ceil(count / sampleLines) + 1).split('\n');
  let end = count;
  while (!/^(component|system|unit|verify|fault)/.test(lines[end])) end += 1;
  return { text: `${lines.slice(0, end).join('\n')}\n`, lines: end };
}

/** Microseconds of processor time a line, the best of some rounds: other programs on the machine count less so. */
function perLine(rounds, { text, lines }, read) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / lines);
  }
  return best;
}

function parse(text) {
  const { product, diagnostics } = parseModule({ path: 'bench.safety', text });
  if (diagnostics.length > 0) throw new Error(diagnostics[0].message);
  return product;
}

const short = linesOf(1_000);
const long = linesOf(100_000);
parse(short.text);
const ofShort = perLine(30, short, parse);
const ofLong = perLine(2, long, parse);
const kept = parse(long.text);
const memory = process.memoryUsage().rss / 1e6;

const plain = ohm.grammar(readFileSync(`${root}grammar/safety.ohm`, 'utf8'));
const trees = plain.createSemantics().addOperation('tree', {
  _nonterminal(...children) {
    return { rule: this.ctorName, children: children.map((child) => child.tree()) };
  },
  _iter(...children) {
    return children.map((child) => child.tree());
  },
  _terminal() {
    return this.sourceString;
  },
});
const middle = linesOf(10_000);
const ofMiddle = perLine(3, middle, parse);
const ofPlain = perLine(1, middle, (text) => {
  const match = plain.match(text);
  if (!match.succeeded()) throw new Error('the plain grammar refuses the sample');
  return trees(match).tree();
});

const results = [
  ['1,000 lines', `${ofShort.toFixed(1)} µs a line`, true],
  ['100,000 lines', `${ofLong.toFixed(1)} µs a line`, true],
  ['growth', (ofLong / ofShort).toFixed(2), ofLong / ofShort <= 1.3],
  ['memory with the tree', `${memory.toFixed(0)} MB (${kept.declarations.length} declarations)`, memory < 600],
  ['10,000 lines in one match of the plain grammar', `${ofPlain.toFixed(1)} µs a line`, true],
  ['faster, with trees on both sides', `${(ofPlain / ofMiddle).toFixed(1)} times`, ofPlain / ofMiddle >= 5],
];
for (const [what, value, met] of results) console.log(`${met ? ' ' : '✘'} ${what.padEnd(48)} ${value}`);
process.exitCode = results.every(([, , met]) => met) ? 0 : 1;
