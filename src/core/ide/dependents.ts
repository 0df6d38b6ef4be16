import type { Declaration } from '../syntax/ast.ts';
import { namesOf } from './mentions.ts';

/** A declaration with the names that stand in it. */
export interface Mentioning {
  readonly declaration: Declaration;
  readonly mentions: ReadonlySet<string>;
}

/**
 * Which declarations may depend on which: one depends on all that is declared under a name that stands in it. That is more
 * than what the name means there, since a port may have the name of a constant; so it never leaves one out.
 */
export class Dependents {
  #nodes: ReadonlyMap<Declaration, Mentioning> = new Map();
  readonly #mentioning = new Map<string, Set<Declaration>>();

  /** Takes over another state of the program. */
  hold(nodes: readonly Mentioning[]): void {
    const now = new Map(nodes.map((node) => [node.declaration, node]));
    for (const [declaration, node] of this.#nodes) if (!now.has(declaration)) this.#remove(node);
    for (const [declaration, node] of now) if (!this.#nodes.has(declaration)) this.#add(node);
    this.#nodes = now;
  }

  get all(): ReadonlySet<Declaration> {
    return new Set(this.#nodes.keys());
  }

  /** The declarations in which one of the names stands. */
  mentioning(names: readonly string[]): readonly Declaration[] {
    return names.flatMap((name) => [...(this.#mentioning.get(name) ?? [])]);
  }

  /** The declarations with all that depend on them, however far. */
  upward(from: Iterable<Declaration>): ReadonlySet<Declaration> {
    const found = new Set<Declaration>(from);
    for (const one of found) for (const other of this.mentioning(namesOf(one))) found.add(other);
    return found;
  }

  /**
   * Those of some declarations that lead to a declaration which needs itself. `among` holds all that depend on any of them;
   * `known` answers for the others.
   */
  entangled(among: ReadonlySet<Declaration>, known: (declaration: Declaration) => boolean): ReadonlySet<Declaration> {
    const caught = this.#above(known);
    const waiting = new Map([...among].map((one): [Declaration, number] => [one, 0]));
    const users = new Map([...among].map((one) => [one, this.#usersAmong(one, waiting)]));
    for (const of of users.values()) for (const user of of) waiting.set(user, waiting.get(user)! + 1);
    const free = [...among].filter((one) => waiting.get(one) === 0 && !caught.has(one));
    const left = new Set(among);
    for (let one = free.pop(); one !== undefined; one = free.pop()) {
      left.delete(one);
      for (const user of users.get(one)!) {
        waiting.set(user, waiting.get(user)! - 1);
        if (waiting.get(user) === 0 && !caught.has(user)) free.push(user);
      }
    }
    return left;
  }

  /** What mentions a declaration that is known to be entangled. */
  #above(known: (declaration: Declaration) => boolean): ReadonlySet<Declaration> {
    const names = [...this.#nodes.keys()].filter(known).flatMap(namesOf);
    return new Set(this.mentioning(names));
  }

  #usersAmong(one: Declaration, among: ReadonlyMap<Declaration, unknown>): ReadonlySet<Declaration> {
    return new Set(this.mentioning(namesOf(one)).filter((user) => among.has(user)));
  }

  #add({ declaration, mentions }: Mentioning): void {
    for (const name of mentions) {
      const known = this.#mentioning.get(name);
      if (known === undefined) this.#mentioning.set(name, new Set([declaration]));
      else known.add(declaration);
    }
  }

  #remove({ declaration, mentions }: Mentioning): void {
    for (const name of mentions) {
      const known = this.#mentioning.get(name)!;
      known.delete(declaration);
      if (known.size === 0) this.#mentioning.delete(name);
    }
  }
}
