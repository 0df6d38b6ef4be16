import type { Declaration, Module } from '../syntax/ast.ts';
import type { Segment } from '../syntax/cut.ts';
import { NAME, NUMBER } from '../syntax/generated/alphabet.ts';
import type { Tokens } from '../syntax/tokens.ts';
import type { Standing } from './kept_file.ts';

const NAMES = /[A-Za-z_\p{L}][\w\p{L}]*/gu;

/** The names in a stretch of tokens, those of units after numbers among them, but for the one that is declared. */
export function mentionsIn(tokens: Tokens, { start, end, keyword }: Segment): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = start; at < end; at += 1) {
    const code = tokens.codes[at];
    if (code === NAME && at !== keyword + 1) names.add(tokens.textOf(at));
    if (code === NUMBER) for (const [name] of tokens.textOf(at).matchAll(NAMES)) names.add(name);
  }
  return names;
}

/** The names by which a declaration can be spoken of: its own, and the members of an enumeration. */
export function namesOf(declaration: Declaration): readonly string[] {
  if (declaration.kind === 'verify') return [];
  const own = declaration.name.text;
  if (declaration.kind !== 'type' || declaration.definition.kind !== 'enumeration') return [own];
  return [own, ...declaration.definition.members.map((member) => member.text)];
}

/** What the names of a program stand for, without what their declarations say. */
export interface Heads {
  /** For each name, what is declared under it, in words that differ where that differs. */
  readonly meanings: ReadonlyMap<string, string>;
  /** All names in their order. */
  readonly order: string;
  /** Which files there are, and what each imports. */
  readonly files: string;
}

export function headsOf(modules: readonly Module[], standings: (path: string) => readonly Standing[]): Heads {
  const found = new Map<string, string[]>();
  const add = (name: string, meaning: string) => {
    const known = found.get(name);
    if (known === undefined) found.set(name, [meaning]);
    else known.push(meaning);
  };
  const rooms = new Map<string, number[]>();
  for (const { path, broken } of modules) {
    for (const name of broken) add(name, `broken in ${path}`);
    for (const { tree, room } of standings(path)) {
      if (tree.kind === 'import') continue;
      const names = namesOf(tree);
      for (const [at, name] of names.entries()) {
        add(name, at === 0 ? `${tree.kind} of ${path}` : `of ${names[0]} in ${path}`);
        const others = rooms.get(name);
        if (others === undefined) rooms.set(name, [room]);
        else others.push(room);
      }
    }
  }
  const meanings = [...found].map(([name, of]): [string, string] => {
    // Of several declarations the first counts: then it matters which is which.
    const which = of.length > 1 ? rooms.get(name)?.join(' ') : '';
    return [name, `${of.join('\n')}\n${which}`];
  });
  const files = modules.map(({ path, imports }) => [path, ...imports.map(({ target }) => target ?? '')].join('\n'));
  return { meanings: new Map(meanings), order: [...found.keys()].join('\n'), files: files.join('\n\n') };
}

/** The names that stand for something else than before. */
export function changedNames(before: Heads, now: Heads): readonly string[] {
  const gone = [...before.meanings.keys()].filter((name) => !now.meanings.has(name));
  const other = [...now.meanings].filter(([name, meaning]) => before.meanings.get(name) !== meaning);
  return [...gone, ...other.map(([name]) => name)];
}
