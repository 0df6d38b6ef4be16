import { type BareClause, bareAssumptions, bareContract, type Held, hold, rangeOf } from './contract.ts';
import {
  type Component,
  type ComponentKind,
  componentNamed,
  type Description,
  type Expr,
  isPartial,
  kindOf,
  type Part,
  type Verify,
} from './description.ts';
import { boundedDomain, type Hull, hullOf, openDomain } from './domain.ts';
import { Frame } from './frame.ts';
import { owing, type Reading, reading, slotReading } from './reading.ts';

/** A part (or one member of a family), seen by its contract. */
export interface Instance {
  /** `p` or `r[2]`. */
  readonly path: string;
  readonly part: string;
  readonly component: Component;
  /** Ranges of bound parameters first: a contract promises nothing outside them. */
  readonly parameterRanges: readonly Held[];
  readonly assumptions: readonly Held[];
  readonly guarantees: readonly Held[];
  readonly outputs: readonly { readonly name: string; readonly slot: number; readonly delayed: boolean }[];
  readonly internals: readonly number[];
  readonly unwired: readonly number[];
  /** What each wired input is connected to, in the enclosing component's names. */
  readonly wires: ReadonlyMap<string, Expr>;
}

/** One component as its obligations see it: by itself, or in one `verify` setting. */
export interface Scope {
  /** `Pipeline`, `dry/Vehicle`: what ids begin with. */
  readonly id: string;
  readonly component: Component;
  readonly kind: ComponentKind;
  /** Parameters to which the setting gives a value. */
  readonly bound: readonly string[];
  readonly frame: Frame;
  readonly domains: readonly (readonly number[])[];
  /** Slots with one value for the run. */
  readonly rigid: readonly number[];
  readonly inputs: readonly number[];
  /** Free variables; their ranges constrain the choice. */
  readonly choices: readonly number[];
  /** Outputs without implementation: anything in an implementation or a system, the contract's in a leaf. */
  readonly outputs: readonly { readonly slot: number; readonly delayed: boolean }[];
  readonly instances: readonly Instance[];
  readonly assumptions: readonly Held[];
  readonly choiceRanges: readonly Held[];
  /** A leaf's own contract; empty otherwise. */
  readonly contract: readonly Held[];
}

/** Whether the contract can ever be given up: it assumes something, or rests on the range of a bound parameter. */
export function canBeFreed(component: Component, part: Part): boolean {
  const ranged = component.params.some((p) => p.type.kind === 'int' && part.bindings.some((b) => b.name === p.name));
  return ranged || bareAssumptions(component).length > 0;
}

export function buildScope(
  description: Description,
  component: Component,
  setting: Verify | null,
  margin: number,
): Scope {
  return new Builder(description, component, setting, margin).build();
}

class Builder {
  private readonly domains: number[][] = [];
  private readonly rigid: number[] = [];
  private readonly given = new Map<string, Reading>();
  private readonly frame: Frame;
  private readonly instances: Instance[] = [];
  private readonly ports = new Map<string, () => Reading>();
  private readonly hull: Hull;
  private readonly id: string;
  private readonly description: Description;
  private readonly component: Component;
  private readonly setting: Verify | null;
  private readonly margin: number;

  constructor(description: Description, component: Component, setting: Verify | null, margin: number) {
    this.description = description;
    this.component = component;
    this.setting = setting;
    this.margin = margin;
    this.hull = hullOf(description);
    this.id = setting === null ? component.name : `${setting.name}/${component.name}`;
    this.frame = new Frame(component, this.id, (n) => this.given.get(n) ?? null, {
      port: (part, index, port) => this.portReading(part, index, port),
      size: (part) => component.parts.find((p) => p.name === part)!.size!,
    });
  }

  build(): Scope {
    const { component: c } = this;
    const kind = kindOf(c);
    for (const p of c.params) this.given.set(p.name, this.parameter(p.name));
    const anyDelayed = c.outputs.some((o) => o.delayed);
    const inputs = c.inputs.map((i) => this.free(i.name, anyDelayed ? this.open(i.type) : this.bounded(i.type)));
    const choices = c.vars.filter((v) => v.value === null).map((v) => this.free(v.name, this.bounded(v.type)));
    const outputs = c.outputs
      .filter((o) => o.value === null)
      .map((o) => ({
        slot: this.free(o.name, kind === 'leaf' ? this.bounded(o.type) : this.open(o.type)),
        delayed: o.delayed,
      }));
    for (const part of c.parts) this.addPart(part);
    const held = (clause: BareClause): Held => hold(clause, c, this.id, this.frame);
    const ranged = c.vars.flatMap((v) =>
      v.value === null && v.type.kind === 'int' ? [{ name: `${v.name}.range`, body: rangeOf(v.name, v.type) }] : [],
    );
    return {
      id: this.id,
      component: c,
      kind,
      bound: (this.setting?.bindings ?? []).map((b) => b.name),
      frame: this.frame,
      domains: this.domains,
      rigid: this.rigid,
      inputs,
      choices,
      outputs,
      instances: this.instances,
      assumptions: bareAssumptions(c).map(held),
      choiceRanges: kind === 'leaf' ? [] : ranged.map(held),
      contract: kind === 'leaf' ? bareContract(c).map(held) : [],
    };
  }

  private slot(domain: number[]): number {
    this.domains.push(domain);
    return this.domains.length - 1;
  }

  private free(name: string, domain: number[]): number {
    const slot = this.slot(domain);
    this.given.set(name, slotReading(slot));
    return slot;
  }

  private bounded(type: Component['inputs'][number]['type']): number[] {
    return boundedDomain(type, this.hull);
  }

  private open(type: Component['inputs'][number]['type']): number[] {
    return openDomain(type, this.hull, this.margin);
  }

  private rigidSlot(domain: number[]): Reading {
    const slot = this.slot(domain);
    this.rigid.push(slot);
    return slotReading(slot);
  }

  /** By itself every parameter is free, also one with a default; in a setting a bound one and a default have their values. */
  private parameter(name: string): Reading {
    const param = this.component.params.find((p) => p.name === name)!;
    const bound = this.setting?.bindings.find((b) => b.name === name)?.value ?? null;
    const value = this.setting === null ? null : (bound ?? param.value);
    return value === null ? this.rigidSlot(this.bounded(param.type)) : reading(value, this.frame);
  }

  private portReading(part: string, index: number | null, port: string): Reading {
    const found = this.ports.get(`${index === null ? part : `${part}[${index}]`}.${port}`);
    if (found === undefined) throw new Error(`no port ${part}[${index}].${port}`);
    return found();
  }

  private addPart(part: Part): void {
    if (part.size === null) this.addInstance(part, null);
    else for (let i = 1; i <= part.size; i++) this.addInstance(part, i);
  }

  private addInstance(part: Part, index: number | null): void {
    const c = componentNamed(this.description, part.component);
    const path = index === null ? part.name : `${part.name}[${index}]`;
    const freed = canBeFreed(c, part);
    const given = new Map<string, () => Reading>();
    for (const p of c.params) {
      const value = this.partParameter(c, part, p.name);
      given.set(p.name, () => value);
    }
    const wires = new Map<string, Expr>();
    const unwired: number[] = [];
    for (const input of c.inputs) {
      const wire = this.component.wires.find(
        (w) => w.part === part.name && w.port === input.name && (w.index === null || w.index === index),
      );
      if (wire === undefined) {
        const slot = this.slot(this.open(input.type));
        unwired.push(slot);
        given.set(input.name, () => slotReading(slot));
      } else {
        wires.set(input.name, wire.source);
        given.set(
          input.name,
          once(() => this.wired(wire.source, `${this.id}.${part.name}.${input.name}.defined`)),
        );
      }
    }
    const outputs = c.outputs.map((o) => ({
      name: o.name,
      slot: this.slot(freed ? this.open(o.type) : this.bounded(o.type)),
      delayed: o.delayed,
    }));
    for (const o of outputs) given.set(o.name, () => slotReading(o.slot));
    const variables = kindOf(c) === 'leaf' ? c.vars.filter((v) => v.value === null) : [];
    const internals = variables.map((v) => this.slot(this.bounded(v.type)));
    for (const [i, v] of variables.entries()) given.set(v.name, () => slotReading(internals[i]!));
    for (const [name, read] of given) this.ports.set(`${path}.${name}`, read);
    this.instances.push(new LazyInstance(path, part, c, given, outputs, internals, unwired, wires));
  }

  private wired(source: Expr, definedId: string): Reading {
    const plain = reading(source, this.frame);
    return isPartial(source) ? owing(plain, definedId) : plain;
  }

  private partParameter(c: Component, part: Part, name: string): Reading {
    const param = c.params.find((p) => p.name === name)!;
    const bound = part.bindings.find((b) => b.name === name);
    if (bound !== undefined) return reading(bound.value, this.frame);
    if (param.value !== null) return reading(param.value, this.frame);
    return this.rigidSlot(this.bounded(param.type));
  }
}

/** Clauses are read on demand: a wire may name a port of a later part. */
class LazyInstance implements Instance {
  readonly path: string;
  readonly part: string;
  readonly component: Component;
  readonly outputs: Instance['outputs'];
  readonly internals: readonly number[];
  readonly unwired: readonly number[];
  readonly wires: ReadonlyMap<string, Expr>;
  private readonly frame: Frame;
  private readonly cache = new Map<string, readonly Held[]>();
  private readonly item: Part;

  constructor(
    path: string,
    part: Part,
    component: Component,
    given: ReadonlyMap<string, () => Reading>,
    outputs: Instance['outputs'],
    internals: readonly number[],
    unwired: readonly number[],
    wires: ReadonlyMap<string, Expr>,
  ) {
    this.path = path;
    this.part = part.name;
    this.item = part;
    this.component = component;
    this.outputs = outputs;
    this.internals = internals;
    this.unwired = unwired;
    this.wires = wires;
    this.frame = new Frame(component, component.name, (n) => given.get(n)?.() ?? null, null);
  }

  get parameterRanges(): readonly Held[] {
    return this.held('parameters', () =>
      this.component.params.flatMap((p) =>
        p.type.kind === 'int' && this.item.bindings.some((b) => b.name === p.name)
          ? [{ name: `${p.name}.range`, body: rangeOf(p.name, p.type) }]
          : [],
      ),
    );
  }

  get assumptions(): readonly Held[] {
    return this.held('assumptions', () => bareAssumptions(this.component));
  }

  get guarantees(): readonly Held[] {
    return this.held('guarantees', () => bareContract(this.component));
  }

  private held(key: string, clauses: () => readonly BareClause[]): readonly Held[] {
    const before = this.cache.get(key);
    if (before !== undefined) return before;
    const found = clauses().map((c) => hold(c, this.component, this.component.name, this.frame));
    this.cache.set(key, found);
    return found;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
