import { type Component, type Expr, isPartial } from './description.ts';
import { type Names, owing, type Reading, reading } from './reading.ts';

/** Names as they are read inside one component: given ones (parameters, ports, free variables) and definitions. */
export class Frame implements Names {
  private readonly known = new Map<string, Reading>();
  private readonly component: Component;
  private readonly owner: string;
  private readonly given: (name: string) => Reading | null;
  private readonly parts: Pick<Names, 'port' | 'size'> | null;

  constructor(
    component: Component,
    owner: string,
    given: (name: string) => Reading | null,
    parts: Pick<Names, 'port' | 'size'> | null,
  ) {
    this.component = component;
    this.owner = owner;
    this.given = given;
    this.parts = parts;
  }

  name(text: string): Reading {
    const before = this.known.get(text);
    if (before !== undefined) return before;
    const found = this.given(text) ?? this.defined(text);
    this.known.set(text, found);
    return found;
  }

  port(part: string, index: number | null, port: string): Reading {
    if (this.parts === null) throw new Error(`${this.component.name} has no parts`);
    return this.parts.port(part, index, port);
  }

  size(part: string): number {
    if (this.parts === null) throw new Error(`${this.component.name} has no parts`);
    return this.parts.size(part);
  }

  private defined(text: string): Reading {
    const value = definitionOf(this.component, text);
    if (value === null) throw new Error(`${this.component.name} does not know ${text}`);
    const plain = reading(value, this);
    return isPartial(value) ? owing(plain, `${this.owner}.${text}.defined`) : plain;
  }
}

/** The right side of a `let`, a defined output or variable, or a mode. */
export function definitionOf(component: Component, text: string): Expr | null {
  return (
    component.lets.find((l) => l.name === text)?.value ??
    component.outputs.find((o) => o.name === text)?.value ??
    component.vars.find((v) => v.name === text)?.value ??
    component.modes.find((m) => m.name === text)?.when ??
    null
  );
}
