import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { breaches, type HouseFile, importsOf, roomOf } from './architecture_rules.ts';

const ROOT = new URL('..', import.meta.url).pathname;

function sources(): readonly HouseFile[] {
  const paths = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
  return paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

describe('the house', () => {
  const files = sources();

  test('the whole of it is looked at', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.reduce((sum, file) => sum + importsOf(file).length, 0)).toBeGreaterThan(300);
    const rooms = new Set(files.map((file) => roomOf(file.path)));
    for (const room of [
      'exact',
      'syntax',
      'types',
      'model',
      'logic',
      'smtlib',
      'eval',
      'replay',
      'verdict',
      'report',
      'cli',
      'solvers',
    ]) {
      expect(rooms).toContain(room);
    }
  });

  test('every import keeps to the directions, the core is pure, and only verdict/ says `proved`', () => {
    expect(breaches(files)).toEqual([]);
  });

  test('files are short', () => {
    const long = files.filter((file) => !file.path.includes('/generated/') && file.text.split('\n').length > 400);
    expect(long.map((file) => file.path)).toEqual([]);
  });
});

/** A guard that passes on nothing is worth nothing: each of these must be caught. */
const PLANTED: readonly (readonly [string, string, string])[] = [
  ['src/core/eval/planted.ts', "import { and } from '../logic/build.ts';", 'eval may not know logic'],
  ['src/core/eval/planted.ts', "import type { Term } from '../logic/term.ts';", 'eval may not know logic'],
  ['src/core/replay/planted.ts', "import { unroll } from '../encode/unrolling.ts';", 'replay may not know encode'],
  ['src/core/replay/planted.ts', "export { print } from '../smtlib/print.ts';", 'replay may not know smtlib'],
  [
    'src/core/eval/planted.ts',
    "const late = await import('../obligations/generate.ts');",
    'eval may not know obligations',
  ],
  ['src/core/logic/planted.ts', "import type { Scope } from '../model/model.ts';", 'logic may not know model'],
  [
    'src/core/text/planted.ts',
    "import { diagnostic } from '../diagnostics/diagnostic.ts';",
    'text may not know diagnostics',
  ],
  ['src/core/report/planted.ts', "import { run } from '../engine/run.ts';", 'report may not know engine'],
  ['src/core/check.ts', "import { createWasmSolver } from '../solvers/wasm/pool.ts';", 'core knows solvers'],
  ['src/core/engine/planted.ts', "import { program } from '../../cli/program.ts';", 'engine may not know cli'],
  [
    'src/core/census/planted.ts',
    "import { generate } from '../obligations/generate.ts';",
    'census may not know obligations',
  ],
  ['src/core/census/planted.ts', "import type { Model } from '../model/model.ts';", 'census may not know model'],
  ['src/core/types/planted.ts', "import * as ohm from 'ohm-js';", 'types may not use ohm-js'],
  ['src/core/model/planted.ts', "import { readFileSync } from 'node:fs';", 'model may not use node:fs'],
  ['src/core/model/planted.ts', "import Fraction from 'fraction.js';", 'model may not use fraction.js'],
  ['src/solvers/planted.ts', "import { printQuery } from '../core/smtlib/print.ts';", 'solvers may not know smtlib'],
  ['src/cli/planted.ts', "import thing from 'left-pad';", 'uses a package without a rule'],
  ['src/core/attic/planted.ts', "import { ONE } from '../exact/rational.ts';", 'is in a room without a rule'],
  ['src/core/model/planted.ts', "import { helper } from '../../../test/helper.ts';", 'reaches out of src'],
  ['src/core/model/planted.ts', 'const now = Date.now();', 'the core may not use Date'],
  ['src/core/model/planted.ts', 'const luck = Math.random();', 'the core may not use Math.random'],
  ['src/core/model/planted.ts', "console.log('here');", 'the core may not use console'],
  ['src/core/model/planted.ts', 'const home = process.env.HOME;', 'the core may not use process'],
  ['src/core/model/planted.ts', 'const n = Number(text);', 'Number without saying why'],
  ['src/core/model/planted.ts', 'const n = parseFloat(text);', 'parseFloat without saying why'],
  ['src/core/engine/planted.ts', "const answer = { verdict: 'proved' };", 'only verdict/ may construct'],
  [
    'src/core/engine/planted.ts',
    "const answer = { kind: unsat ? 'proved' : 'unknown' };",
    'only verdict/ may construct',
  ],
];

describe('a planted breach is caught', () => {
  test.each(PLANTED)('%s: %s', (path, text, why) => {
    const found = breaches([{ path, text: `${text}\n` }]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(why);
  });

  test('and what is allowed is not', () => {
    const fine: readonly HouseFile[] = [
      { path: 'src/core/eval/fine.ts', text: "import type { Scope } from '../model/model.ts';\n" },
      { path: 'src/core/model/fine.ts', text: 'const n = Number(digits); // exact: at most two digits\n' },
      { path: 'src/core/verdict/fine.ts', text: "const answer = { kind: 'proved' };\n" },
      { path: 'src/core/model/fine.ts', text: "// console.log(Date.now(), Math.random())\nconst words = 'process';\n" },
      { path: 'src/cli/fine.ts', text: "import { readFileSync } from 'node:fs';\nconsole.log(Date.now());\n" },
    ];
    expect(breaches(fine)).toEqual([]);
  });
});
