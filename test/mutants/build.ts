import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Mutant } from './mutants.ts';

const root = dirname(dirname(import.meta.dirname));

/**
 * A build of the checker with the mutant's fault in it, in a folder of its own under the system's temporary one, which the
 * caller removes. The text that the fault replaces must stand in the file exactly once: a mutant that no longer applies
 * throws instead of passing for killed.
 */
export function buildWith(mutant: Mutant): { readonly folder: string; readonly dist: string } {
  const source = mutated(mutant);
  const folder = mkdtempSync(join(tmpdir(), 'mutant-'));
  const dist = join(folder, 'dist');
  cpSync(join(root, 'dist'), dist, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const target = join(dist, mutant.file.replace(/^src\//, '').replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, ts.transpileModule(source, { compilerOptions: OPTIONS }).outputText);
  return { folder, dist };
}

/** The mutant's file with its fault. */
export function mutated({ name, file, from, to }: Mutant): string {
  const source = readFileSync(join(root, file), 'utf8');
  if (source.split(from).length !== 2) throw new Error(`the mutant ${name} does not apply to ${file}`);
  return source.replace(from, () => to);
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};
