// The solver is compiled for engines without exceptions: each call that may throw goes out to JavaScript, which tries
// it and calls back in. Here the same step is made in WebAssembly, with its own `try`, and never leaves it, which
// halves the time of a solve. What is caught is exactly what JavaScript would catch: an exception of the solver's own,
// as the flag that is raised where one is thrown tells. Traps, exhausted stack and `abort` go through untouched.
//
// An `invoke_vii(f, a, b)` becomes, with table slots for three functions of the solver:
//
//   sp = stack_get_current()
//   try { table[f](a, b) }
//   catch_all { if (!thrown) rethrow; thrown = 0; stack_restore(sp); setThrew(1, 0) }

const VALUE_TYPE = { i: 0x7f, j: 0x7e, f: 0x7d, d: 0x7c };
const ZERO = { v: [], i: [0x41, 0], j: [0x42, 0], f: [0x43, 0, 0, 0, 0], d: [0x44, 0, 0, 0, 0, 0, 0, 0, 0] };
const THROWERS = ['__cxa_throw', '__cxa_rethrow', '__resumeException'];
const PREFIX = 'invoke_';

/**
 * Puts trampolines in the place of the `invoke_…` imports that a module asks for, where the engine has exceptions;
 * else they stay as they are. `table` must have three slots more than the solver's functions take.
 * Gives what is to be called with the solver's exports, before any other of them is called.
 */
export function linkTrampolines(imports, module, table) {
  const wanted = WebAssembly.Module.imports(module).flatMap(({ name }) => (name.startsWith(PREFIX) ? [name] : []));
  const [save, restore, threw] = [table.length - 3, table.length - 2, table.length - 1];
  const code = trampolineCode(wanted, { save, restore, threw });
  if (!WebAssembly.validate(code)) return () => {};
  const thrown = new WebAssembly.Global({ value: 'i32', mutable: true }, 0);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { e: { table, thrown } });
  Object.assign(imports.env, instance.exports);
  for (const name of THROWERS) imports.env[name] = raising(imports.env[name], thrown);
  return (exports) => {
    table.set(save, exports.emscripten_stack_get_current);
    table.set(restore, exports._emscripten_stack_restore);
    table.set(threw, exports.setThrew);
  };
}

/** The function that throws, with the flag raised if what it throws is an exception of the solver. */
function raising(thrower, thrown) {
  return (...given) => {
    try {
      return thrower(...given);
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'excPtr' in error) thrown.value = 1;
      throw error;
    }
  };
}

/** The module of the trampolines, in bytes. */
function trampolineCode(names, slots) {
  const types = typeTable();
  const functions = names.map((name) => trampoline(name.slice(PREFIX.length), slots, types));
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types.all)),
    ...section(
      2,
      vector([
        [...text('e'), ...text('table'), 1, 0x70, 0, 1],
        [...text('e'), ...text('thrown'), 3, 0x7f, 1],
      ]),
    ),
    ...section(3, vector(functions.map(({ type }) => unsigned(type)))),
    ...section(7, vector(names.map((name, index) => [...text(name), 0, ...unsigned(index)]))),
    ...section(10, vector(functions.map(({ body }) => [...unsigned(body.length), ...body]))),
  ]);
}

/** `signature` is a letter for the result and one for each argument: `vij` takes `i32`, `i64` and gives nothing. */
function trampoline(signature, slots, types) {
  const [result, ...given] = signature;
  const stackPointer = unsigned(given.length + 1);
  const call = (from, type) => [...from, 0x11, ...unsigned(type), 0];
  const slot = (index) => [0x41, ...signed(index)];
  const body = [
    ...[1, 1, VALUE_TYPE.i],
    ...call(slot(slots.save), types.of('i', [])),
    ...[0x21, ...stackPointer],
    ...[0x06, result === 'v' ? 0x40 : VALUE_TYPE[result]],
    ...given.flatMap((_, index) => [0x20, ...unsigned(index + 1)]),
    ...call([0x20, 0], types.of(result, given)),
    0x19,
    ...[0x23, 0, 0x45, 0x04, 0x40, 0x09, 1, 0x0b],
    ...[0x41, 0, 0x24, 0],
    ...call([0x20, ...stackPointer, ...slot(slots.restore)], types.of('v', ['i'])),
    ...call([0x41, 1, 0x41, 0, ...slot(slots.threw)], types.of('v', ['i', 'i'])),
    ...ZERO[result],
    ...[0x0b, 0x0b],
  ];
  return { type: types.of(result, ['i', ...given]), body };
}

/** The function types of the module, each once. */
function typeTable() {
  const known = new Map();
  const all = [];
  const of = (result, given) => {
    const key = `${result}${given.join('')}`;
    if (!known.has(key)) {
      known.set(key, all.length);
      const results = result === 'v' ? [] : [[VALUE_TYPE[result]]];
      all.push([0x60, ...vector(given.map((letter) => [VALUE_TYPE[letter]])), ...vector(results)]);
    }
    return known.get(key);
  };
  return { all, of };
}

function section(id, content) {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items) {
  return [...unsigned(items.length), ...items.flat()];
}

function text(name) {
  return [...unsigned(name.length), ...new TextEncoder().encode(name)];
}

/** LEB128 of a number that is not negative. */
function unsigned(value) {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** LEB128 of a number that is not negative, where the highest bit of the last byte is a sign. */
function signed(value) {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)];
}
