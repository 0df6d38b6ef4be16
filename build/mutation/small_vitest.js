// As much of Vitest as the tests of the mutated rooms use, for tests that are run again and again in one process.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// The parts that Vitest is made of.
const ofVitest = createRequire(createRequire(`${process.cwd()}/x.js`).resolve('vitest/package.json'));
const part = (name) => import(pathToFileURL(ofVitest.resolve(name)).href);
const chai = await part('chai');
const { JestAsymmetricMatchers, JestChaiExpect, JestExtend } = await part('@vitest/expect');
for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

export const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect);

/** The tests of the files that were loaded so far: `{ id, name, file, run }`. */
export const tests = [];
const ids = new Set();
let file = '';
let suite = { names: [], before: [], beforeEach: [] };

export function inFile(path) {
  file = path;
  suite = { names: [], before: [], beforeEach: [] };
}

export const describe = withVariants((name, body) => {
  const outer = suite;
  suite = { names: [...outer.names, name], before: [...outer.before], beforeEach: [...outer.beforeEach] };
  body();
  suite = outer;
});

export const test = withVariants((name, ...rest) => {
  const body = rest.find((each) => typeof each === 'function');
  if (body === undefined) return;
  const { names, before, beforeEach } = suite;
  const full = [...names, name].join(' ');
  let id = `${file}#${full}`;
  while (ids.has(id)) id += "'";
  ids.add(id);
  tests.push({
    id,
    name: full,
    file,
    run: async () => {
      for (const hook of before) await (hook.done ??= Promise.resolve(hook.body()));
      for (const { body: hook } of beforeEach) await hook();
      await body();
    },
  });
});

export const it = test;
export const beforeAll = (body) => suite.before.push({ body });
export const beforeEach = (body) => suite.beforeEach.push({ body });
// Tests run for as long as the process does.
export const afterAll = () => {};

function withVariants(define) {
  const variant = (defined) => Object.assign(defined, { each: eachOf(defined), concurrent: defined });
  const skipIf = (skip) => variant(skip ? () => {} : define);
  return Object.assign(variant(define), { skipIf, runIf: (run) => skipIf(!run), skip: () => {} });
}

function eachOf(define) {
  return (rows) =>
    (name, ...rest) => {
      for (const [at, row] of rows.entries()) {
        const given = Array.isArray(row) ? row : [row];
        const wrapped = rest.map((each) => (typeof each === 'function' ? () => each(...given) : each));
        define(titled(name, given, at), ...wrapped);
      }
    };
}

function titled(name, given, at) {
  let next = 0;
  return name
    .replaceAll(/%[sdifjo#%]/g, (mark) => (mark === '%#' ? String(at) : mark === '%%' ? '%' : text(given[next++])))
    .replaceAll(/\$(\w+)/g, (whole, key) => (key in Object(given[0]) ? text(given[0][key]) : whole));
}

function text(value) {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}n` : each)) ?? String(value);
}
