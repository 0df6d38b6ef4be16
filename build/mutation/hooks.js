// Node's module hooks for a run of tests without Vite: TypeScript is transpiled (once, into the folder that `TRANSPILED` names),
// `vitest` is the small one beside this file, and the solver that tests make remembers what it answered.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const beside = (name) => pathToFileURL(join(import.meta.dirname, name)).href;
const kept = process.env.TRANSPILED;
if (kept !== undefined) mkdirSync(kept, { recursive: true });

export async function resolve(specifier, context, next) {
  if (specifier === 'vitest') return { url: beside('small_vitest.js'), shortCircuit: true };
  const found = await next(specifier, context);
  const ofTest = /[/\\]test[/\\]/.test(context.parentURL ?? '');
  if (ofTest && found.url.endsWith('/src/solvers/wasm/pool.ts'))
    return { url: `${beside('remembering_solver.js')}?of=${encodeURIComponent(found.url)}`, shortCircuit: true };
  return found;
}

export async function load(url, context, next) {
  if (!url.split('?')[0].endsWith('.ts')) return next(url, context);
  const path = fileURLToPath(url.split('?')[0]);
  return { format: 'module', source: transpiled(path), shortCircuit: true };
}

let typescript = null;

function transpiled(path) {
  const text = readFileSync(path, 'utf8');
  const name = join(kept, `${createHash('sha256').update(text).digest('hex')}.js`);
  try {
    return readFileSync(name, 'utf8');
  } catch {
    typescript ??= createRequire(path)('typescript');
    const { ScriptTarget, ModuleKind } = typescript;
    const compilerOptions = {
      target: ScriptTarget.ES2023,
      module: ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    };
    const { outputText } = typescript.transpileModule(text, { compilerOptions, fileName: path });
    writeFileSync(name, outputText);
    return outputText;
  }
}
