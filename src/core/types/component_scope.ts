import type { ComponentDeclaration, Item, Name } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { FileScope } from './context.ts';
import type { TypedComponent, TypedPart, ValueSymbol } from './typed.ts';

/** A typed thing while it is being made; it is shared before it is complete, because components may be used before they are checked. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** A `param`, `in`, `out`, `var`, `state`, `let`, `fault` or `mode` item with its symbol. */
export interface Owned {
  readonly symbol: ValueSymbol;
  readonly item: Item;
}

/** A component while it is checked: its names, and the typed component that grows. */
export class ComponentScope {
  readonly declaration: ComponentDeclaration;
  /** What the names of its file mean; another one where the scope serves a later state of the program. */
  file: FileScope;
  readonly typed: Draft<TypedComponent>;
  /** Everything with a value, in source order. */
  readonly owned: Owned[] = [];
  readonly #symbols = new Map<string, ValueSymbol>();
  readonly #parts = new Map<string, Draft<TypedPart>>();
  readonly #spans = new Map<string, Span>();
  /** Names whose items failed: uses are not reported again. */
  readonly failed = new Set<string>();

  constructor(declaration: ComponentDeclaration, file: FileScope) {
    this.declaration = declaration;
    this.file = file;
    this.typed = {
      name: declaration.name.text,
      keyword: declaration.keyword,
      path: declaration.span.path,
      refines: null,
      symbols: [],
      nexts: [],
      clauses: [],
      modes: [],
      parts: [],
      wires: [],
      step: null,
      documentation: declaration.documentation,
      annotations: declaration.annotations,
      annotationsOf: new Map(),
      span: declaration.span,
      nameSpan: declaration.name.span,
    };
  }

  /** Takes a name; returns the place that has it already, or null. */
  claim(name: Name): Span | null {
    const taken = this.#spans.get(name.text);
    if (taken !== undefined) return taken;
    this.#spans.set(name.text, name.span);
    return null;
  }

  add(symbol: ValueSymbol, item: Item): void {
    this.#symbols.set(symbol.name, symbol);
    this.owned.push({ symbol, item });
  }

  addPart(part: Draft<TypedPart>): void {
    this.#parts.set(part.name, part);
  }

  symbol(name: string): ValueSymbol | undefined {
    return this.#symbols.get(name);
  }

  part(name: string): Draft<TypedPart> | undefined {
    return this.#parts.get(name);
  }

  get parts(): readonly Draft<TypedPart>[] {
    return [...this.#parts.values()];
  }

  spanOf(name: string): Span | undefined {
    return this.#spans.get(name);
  }

  /** All names in it, for suggestions. */
  get names(): readonly string[] {
    return [...this.#symbols.keys(), ...this.#parts.keys()];
  }
}
