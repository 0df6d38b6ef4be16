/**
 * Measures how soon an editor has the diagnostics of a file again: names, types and warnings, in one process, after an
 * edit of one token in a declaration of up to 30 lines of a file of 5,000 lines. The goal is a median under 20 ms.
 *
 *   npm run build && node test/bench/edit.mjs
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { examine } from '../../dist/core/check.js';
import { LiveProgram } from '../../dist/core/ide/live_program.js';
import { parseModule } from '../../dist/core/syntax/parse.js';

const EDITS = 400;
const read = () => ({ kind: 'problem', problem: 'missing', detail: '' });
const cases = fileURLToPath(new URL('../corpus/cases/', import.meta.url));
const texts = readdirSync(cases)
  .filter((name) => name.endsWith('.safety'))
  .map((name) => readFileSync(cases + name, 'utf8'))
  .filter((text) => !text.includes('import'));

/** The cases again and again, each time under other names; units once. */
function fileOf(lines) {
  const units = new Set();
  const pieces = [];
  for (let copy = 0, length = 0; length < lines; copy += 1) {
    const text = texts[copy % texts.length];
    const names = [...text.matchAll(/\b(?:component|system|verify|type|fun|const|fault) ([A-Za-z_]\w*)/g)];
    const own = new Set(names.map(([, name]) => name));
    const renamed = text.replace(/[A-Za-z_]\w*/g, (word) => (own.has(word) ? `${word}_${copy}` : word));
    const piece = renamed.replace(/^unit (\S+).*$/gm, (line, name) => {
      if (units.has(name)) return '';
      units.add(name);
      return line;
    });
    pieces.push(piece);
    length += piece.split('\n').length;
  }
  return pieces.join('\n');
}

/** One system of all of a file's parts: a change of a component is a change for it too. */
function wideFile(lines) {
  const count = Math.floor(lines / 14);
  const stage = (at) => `component Stage${at} {
  param limit : real [ms] in 0 ms..100 ms = 5 ms
  in load : real in 0..1000
  out latency : real [ms] in 0 ms..
  out rest : real
  assume overload: load <= 120
  guarantee latency <= limit
  guarantee rest == load - 1
}`;
  const parts = Array.from({ length: count }, (_, at) => `  part p${at} : Stage${at}(limit = ${(at % 7) + 1} ms)`);
  const wires = Array.from({ length: count }, (_, at) => `  connect offered -> p${at}.load`);
  const total = Array.from(
    { length: count },
    (_, at) => `  let sum${at} = p${at}.latency + ${at === 0 ? '0 ms' : `sum${at - 1}`}`,
  );
  const system = `system All {\n  in offered : real in 0..100\n${parts.join('\n')}\n${wires.join('\n')}\n${total.join('\n')}\n  guarantee sum${count - 1} <= ${count * 7} ms\n}`;
  return [...Array.from({ length: count }, (_, at) => stage(at)), system].join('\n\n');
}

/** Any token of a declaration of up to 30 lines, exchanged for another one of the file, or taken out. */
function edits(text, count) {
  const tokens = [...text.matchAll(/[A-Za-z_]\w*|\d+|[^\s\w]/g)];
  const { product } = parseModule({ path: 'bench.safety', text });
  const short = product.declarations.filter(({ span }) => text.slice(span.start, span.end).split('\n').length <= 30);
  let state = 12345;
  const draw = (limit) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
  return Array.from({ length: count }, () => {
    const { span } = short[draw(short.length)];
    const inside = tokens.filter(({ index }) => index >= span.start && index < span.end);
    const token = inside[draw(inside.length)];
    const other = draw(4) === 0 ? '' : tokens[draw(tokens.length)][0];
    return text.slice(0, token.index) + other + text.slice(token.index + token[0].length);
  });
}

const milliseconds = (act) => {
  const before = process.cpuUsage();
  const result = act();
  const { user, system } = process.cpuUsage(before);
  return { result, spent: (user + system) / 1000 };
};
const sorted = (diagnostics) =>
  diagnostics
    .map((one) => JSON.stringify(one))
    .sort()
    .join('\n');

let met = true;
for (const [name, text] of [
  ['many systems', fileOf(5_000)],
  ['one system of all', wideFile(5_000)],
]) {
  const live = new LiveProgram(read);
  const path = 'bench.safety';
  const whole = milliseconds(() => examine({ path, text }, read));
  const errors = whole.result.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${name}: ${errors[0].message}`);
  const open = milliseconds(() => live.update({ path, text }));
  const spent = [];
  for (const [at, edited] of edits(text, EDITS).entries()) {
    const there = milliseconds(() => live.update({ path, text: edited }));
    if (at % 40 === 0 && sorted(there.result) !== sorted(examine({ path, text: edited }, read).diagnostics))
      throw new Error(`${name}: an edit has other diagnostics than from scratch`);
    const back = milliseconds(() => live.update({ path, text }));
    spent.push(there.spent, back.spent);
  }
  spent.sort((a, b) => a - b);
  const part = (share) => spent[Math.floor(share * (spent.length - 1))].toFixed(1);
  met = met && Number(part(0.5)) < 20;
  console.log(
    `${name.padEnd(18)} ${String(text.split('\n').length).padStart(6)} lines   opened ${open.spent.toFixed(0)} ms, from scratch ${whole.spent.toFixed(0)} ms   an edit: median ${part(0.5)} ms, 9 of 10 under ${part(0.9)} ms, worst ${part(1)} ms`,
  );
}
process.exitCode = met ? 0 : 1;
