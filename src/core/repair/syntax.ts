import type { Cone } from '../encode/cone.ts';
import type { Clause, Scope } from '../model/model.ts';
import type { ClauseItem, ComponentDeclaration, Expression, Item, Module, Range } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';

/** A clause of the model as its author wrote it. */
export type WrittenClause =
  | { readonly kind: 'formula'; readonly body: Expression }
  | { readonly kind: 'range'; readonly range: Range; readonly unit: string };

/** A name with a value that is written once: a constant, a parameter, a `let`. */
export interface NamedValue {
  readonly name: string;
  readonly expression: Expression;
}

/** Finds in the syntax trees what the model's clauses were made of. */
export class Syntax {
  readonly #modules: readonly Module[];
  readonly #formulas = new Map<string, Expression>();
  readonly #ranges = new Map<string, { range: Range; unit: string }>();
  readonly #components = new Map<string, ComponentDeclaration>();

  constructor(modules: readonly Module[]) {
    this.#modules = modules;
    for (const declaration of modules.flatMap(({ declarations }) => declarations)) {
      if (declaration.kind === 'type' && declaration.definition.kind === 'alias')
        this.#type(declaration.definition.type);
      if (declaration.kind !== 'component') continue;
      this.#components.set(declaration.name.text, declaration);
      for (const item of declaration.items) this.#item(item);
    }
  }

  of(clause: Clause): WrittenClause | null {
    const body = this.#formulas.get(keyOf(clause.span));
    if (body !== undefined) return { kind: 'formula', body };
    const range = this.#ranges.get(keyOf(clause.bodySpan));
    return range === undefined ? null : { kind: 'range', ...range };
  }

  /**
   * Values that the claim may turn on: constants and `let`s that the texts name, and of the scope's parameters and those of
   * its parts the values that are given to them.
   */
  valuesNear(scope: Scope, cone: Cone, texts: readonly Span[], textOf: (span: Span) => string): readonly NamedValue[] {
    const named = new Set(texts.flatMap((span) => textOf(span).match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []));
    const found = new Map<string, NamedValue>();
    const add = (name: string, expression: Expression | null) => {
      if (expression !== null) found.set(keyOf(expression.span), { name, expression });
    };
    for (const declaration of this.#modules.flatMap(({ declarations }) => declarations)) {
      if (declaration.kind === 'const' && named.has(declaration.name.text))
        add(declaration.name.text, declaration.value);
      if (declaration.kind === 'verify' && declaration.name.text === scope.setting) {
        for (const { name, value } of declaration.bindings) add(`${scope.setting}.${name.text}`, value);
      }
    }
    const parts = new Set([...cone.parts].map(({ name }) => name));
    for (const item of this.#components.get(scope.component)?.items ?? []) {
      if (item.kind === 'let' && named.has(item.name.text)) add(`${scope.component}.${item.name.text}`, item.value);
      // A parameter's default is what counts only where nothing else gives it a value.
      if (item.kind === 'param' && isFixed(scope, item.name.text))
        add(`${scope.component}.${item.name.text}`, item.value);
      if (item.kind === 'part' && parts.has(item.name.text)) {
        for (const { name, value } of item.bindings) add(`${item.name.text}.${name.text}`, value);
        const bound = new Set(item.bindings.map(({ name }) => name.text));
        for (const parameter of this.#components.get(item.component.text)?.items ?? []) {
          if (parameter.kind !== 'param' || bound.has(parameter.name.text)) continue;
          add(`${item.component.text}.${parameter.name.text}`, parameter.value);
        }
      }
    }
    return [...found.values()];
  }

  /** The other members of the enumerations to which a name belongs. */
  othersBeside(member: string): readonly string[] {
    return this.#modules.flatMap(({ declarations }) =>
      declarations.flatMap((declaration) => {
        if (declaration.kind !== 'type' || declaration.definition.kind !== 'enumeration') return [];
        const members = declaration.definition.members.map(({ text }) => text);
        return members.includes(member) ? members.filter((other) => other !== member) : [];
      }),
    );
  }

  /** The declared range of a parameter of a component. */
  rangeOf(component: string, parameter: string): Extract<WrittenClause, { kind: 'range' }> | null {
    for (const item of this.#components.get(component)?.items ?? []) {
      if (item.kind !== 'param' || item.name.text !== parameter || item.type.range === null) continue;
      return { kind: 'range', range: item.type.range, unit: item.type.unit?.text ?? '' };
    }
    return null;
  }

  #item(item: Item): void {
    if (item.kind === 'clause') this.#clause(item);
    if (item.kind === 'mode') for (const clause of item.clauses) this.#clause(clause);
    if ('type' in item && item.type !== null) this.#type(item.type);
  }

  #clause({ span, body }: ClauseItem): void {
    this.#formulas.set(keyOf(span), body);
  }

  #type({ range, unit }: { readonly range: Range | null; readonly unit: { readonly text: string } | null }): void {
    if (range !== null) this.#ranges.set(keyOf(range.span), { range, unit: unit?.text ?? '' });
  }
}

function isFixed(scope: Scope, parameter: string): boolean {
  return [...scope.definitions.keys()].some(
    ({ role, name, part }) => role === 'param' && part === null && name === parameter,
  );
}

function keyOf({ path, start, end }: Span): string {
  return `${start} ${end} ${path}`;
}
