// One solver in a worker thread of its own. Plain JavaScript, so that the same file runs from the sources and from the
// build. The parent sends `{ script, ifSat, ifUnsat, ifSatMore, rlimit, memoryMb }` and gets one message back; see `protocol.ts`.
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { linkTrampolines } from './trampolines.js';

const load = createRequire(import.meta.url)('z3-solver/build/z3-built.js');

// The solver throws thousands of exceptions in a long answer, and nobody reads where they came from.
Error.stackTraceLimit = 0;

/** What the solver writes besides its answer, warnings above all; it goes in front of the answer and so spoils it. */
let aside = '';
const note = (text) => {
  aside += `${text}\n`;
};

/** What the C library calls EAGAIN. */
const NO_MORE_THREADS = 6;

const z3 = await load({
  print: note,
  printErr: note,
  instantiateWasm(imports, received) {
    const { module, tableSize, trampolines } = workerData;
    // No thread of the solver's own: it would race the clock, and could not be started with a table that is imported.
    imports.env.__pthread_create_js = () => NO_MORE_THREADS;
    const table = new WebAssembly.Table({ element: 'anyfunc', initial: tableSize + 3 });
    const link = trampolines ? linkTrampolines(imports, module, table) : () => {};
    const instance = new WebAssembly.Instance(module, { ...imports, safeverify: { table } });
    link(instance.exports);
    received(instance, module);
    return instance.exports;
  },
});

/**
 * Evaluates commands in a context and gives the text of the answers. The commands lie in memory of their own for as
 * long as the call takes: on the stack, where the package's own call puts them, they may be overwritten while they
 * are being read.
 */
function evaluate(context, commands) {
  const bytes = new TextEncoder().encode(`${commands}\0`);
  const pointer = z3._malloc(bytes.length);
  if (pointer === 0) throw new Error('out of memory');
  try {
    z3.HEAPU8.set(bytes, pointer);
    return z3.UTF8ToString(z3._Z3_eval_smtlib2_string(context, pointer));
  } finally {
    z3._free(pointer);
  }
}

/** A context whose errors become text; without the handler an error would end the process. */
function newContext() {
  z3._Z3_global_param_reset_all();
  const config = z3._Z3_mk_config();
  const context = z3._Z3_mk_context(config);
  z3._Z3_del_config(config);
  z3._set_noop_error_handler(context);
  return context;
}

const REASON = '(get-info :reason-unknown)';

/** Budgets are options of the whole process, hence the reset before and the head of the script here. */
function answer({ script, ifSat, ifUnsat, ifSatMore, rlimit, memoryMb }) {
  const started = performance.now();
  aside = '';
  const context = newContext();
  const head = `(set-option :memory_max_size ${memoryMb})\n(set-option :rlimit ${rlimit})\n`;
  const said = evaluate(context, head + script);
  const check = aside + said;
  const next = new Map([
    ['sat', ifSat],
    ['unsat', ifUnsat],
    ['unknown', REASON],
  ]).get(check.trim());
  aside = '';
  const followed = next ? evaluate(context, next) : null;
  const followUp = followed === null ? null : aside + followed;
  const used = /^\(:rlimit (\d+)\)/.exec(evaluate(context, '(get-info :rlimit)'))?.[1];
  const timeMs = performance.now() - started;
  aside = '';
  const besides = ifSatMore !== null && check.trim() === 'sat' ? evaluate(context, ifSatMore) : null;
  const more = besides === null ? null : aside + besides;
  z3._Z3_del_context(context);
  return { kind: 'answered', check, followUp, more, rlimit: Number(used ?? 0), timeMs };
}

/** What was thrown, in words. Exhausted memory often ends in a bare `abort()`: the solver's own count tells. */
function explain(thrown, memoryMb) {
  const said = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `thrown ${String(thrown)}`;
  const used = Number(z3._Z3_get_estimated_alloc_size()) / 2 ** 20;
  return used < 0.9 * memoryMb ? said : `out of memory (${Math.round(used)} of ${memoryMb} MiB): ${said}`;
}

parentPort.on('message', (question) => {
  try {
    parentPort.postMessage(answer(question));
  } catch (thrown) {
    parentPort.postMessage({ kind: 'threw', detail: explain(thrown, question.memoryMb) });
  }
});
parentPort.postMessage({ kind: 'ready' });
