// Why the solver is not asked through `Z3.eval_smtlib2_string`: run `node test/bench/unsafe-eval.mjs [questions]`.
// The same questions with known answers go through that call, alone and while the calling thread reads a parameter of
// the solver, and then through ours, each in a process of its own; what comes back is counted. Not part of the tests:
// the first two are expected to fail.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const count = Number(process.argv[2] ?? 2000);
const only = process.argv[3];

/** A chain of sums that a last bound closes, or misses by one; long enough to be read for a while. */
function chain(index) {
  const length = 3 + (index % 17);
  const sat = (index * 7919) % 3 !== 0;
  const lines = ['(declare-const x0 Int)', `(assert (>= x0 ${index}))`];
  for (let i = 1; i <= length; i += 1) {
    lines.push(`(declare-const x${i} Int)`, `(assert (>= x${i} (+ x${i - 1} ${i})))`);
  }
  const least = index + (length * (length + 1)) / 2;
  lines.push(`(assert (<= x${length} ${sat ? least : least - 1}))`, '(check-sat)');
  return { script: lines.join('\n'), answer: sat ? 'sat' : 'unsat' };
}

/** Asks every question in a fresh context and counts what comes back. */
async function tally(em, ask) {
  const seen = { right: 0, opposite: 0, error: 0, threw: 0 };
  const examples = new Set();
  for (let index = 0; index < count; index += 1) {
    const { script, answer } = chain(index);
    em._Z3_global_param_reset_all();
    const config = em._Z3_mk_config();
    const context = em._Z3_mk_context(config);
    em._Z3_del_config(config);
    em._set_noop_error_handler(context);
    try {
      const said = (await ask(context, script)).trim();
      if (said === answer) seen.right += 1;
      else if (said === 'sat' || said === 'unsat') seen.opposite += 1;
      else seen.error += 1;
      if (said !== answer && examples.size < 3)
        examples.add(`${answer} came back as ${JSON.stringify(said.slice(0, 90))}`);
      em._Z3_del_context(context);
    } catch (error) {
      seen.threw += 1;
      if (examples.size < 3) examples.add(String(error).slice(0, 120));
      break;
    }
  }
  console.log(`result ${JSON.stringify({ ...seen, examples: [...examples] })}`);
}

/** The text lies in memory of its own for as long as the call takes. */
async function ours(em, context, script) {
  const bytes = new TextEncoder().encode(`${script}\0`);
  const pointer = em._malloc(bytes.length);
  em.HEAPU8.set(bytes, pointer);
  const answer = em.UTF8ToString(em._Z3_eval_smtlib2_string(context, pointer));
  em._free(pointer);
  return answer;
}

async function run(way) {
  const { Z3, em } = await require('z3-solver').init();
  const ways = {
    alone: (context, script) => Z3.eval_smtlib2_string(context, script),
    reading: (context, script) => {
      const answer = Z3.eval_smtlib2_string(context, script);
      for (let i = 0; i < 50; i += 1) Z3.global_param_get('verbose');
      return answer;
    },
    ours: (context, script) => ours(em, context, script),
  };
  await tally(em, ways[way]);
  process.exit(0);
}

/** Runs one way in a process of its own, for it may end in a corrupted heap. */
function report(way) {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), String(count), way], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    timeout: 300_000,
  });
  const result = /^result (.*)$/m.exec(child.stdout)?.[1];
  const last = child.stderr.split('\n').find((line) => /Error/.test(line)) ?? child.signal ?? `code ${child.status}`;
  console.log(way.padEnd(8), result ?? `no result: ${last}`);
}

if (only === undefined) for (const way of ['alone', 'reading', 'ours']) report(way);
else await run(only);
