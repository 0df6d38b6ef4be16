/**
 * A small system as the oracle sees it. Both the `.safety` text and the brute-force verdicts are derived from this one value;
 * nothing in this folder knows how the checker represents anything.
 *
 * Every file has one enumeration, `Colour`. Values are numbers: false and true are 0 and 1, a member is its place in `COLOURS`.
 */
export const COLOURS = ['red', 'green', 'blue'] as const;

export type TypeName = 'bool' | 'int' | 'enum';

/** An int always has both ends of its range. */
export type Type =
  | { readonly kind: 'bool' }
  | { readonly kind: 'enum' }
  | { readonly kind: 'int'; readonly low: Expr; readonly high: Expr };

export type Operator =
  | 'and'
  | 'or'
  | '=>'
  | '<=>'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | 'div'
  | 'mod'
  | '/'
  | 'min'
  | 'max';

export type FamilyOperator = 'all' | 'any' | 'count' | 'sum';

export type Expr =
  | { readonly kind: 'value'; readonly type: TypeName; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  /** `p.x`, or `p[2].x` with `index` 2. */
  | { readonly kind: 'port'; readonly part: string; readonly index: number | null; readonly port: string }
  | { readonly kind: 'not'; readonly operand: Expr }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'if'; readonly condition: Expr; readonly yes: Expr; readonly no: Expr }
  /** Over all members of a family: `all(r in racks: r.ok)`. */
  | { readonly kind: 'family'; readonly operator: FamilyOperator; readonly part: string; readonly port: string };

export interface Param {
  readonly name: string;
  readonly type: Type;
  readonly value: Expr | null;
}

export interface Input {
  readonly name: string;
  readonly type: Type;
}

export interface Output {
  readonly name: string;
  readonly type: Type;
  readonly delayed: boolean;
  readonly value: Expr | null;
}

export interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly value: Expr | null;
}

export interface Let {
  readonly name: string;
  readonly value: Expr;
}

export interface Clause {
  readonly keyword: 'assume' | 'guarantee';
  readonly name: string | null;
  readonly body: Expr;
}

export interface Mode {
  readonly name: string;
  readonly when: Expr;
  readonly clauses: readonly Clause[];
}

export interface Binding {
  readonly name: string;
  readonly value: Expr;
}

export interface Part {
  readonly name: string;
  /** The size of a family; null for a single part. */
  readonly size: number | null;
  readonly component: string;
  readonly bindings: readonly Binding[];
}

/** `index` null on a family: one value for all members. */
export interface Wire {
  readonly source: Expr;
  readonly part: string;
  readonly index: number | null;
  readonly port: string;
}

export interface Component {
  readonly keyword: 'component' | 'system';
  readonly name: string;
  readonly refines: string | null;
  readonly params: readonly Param[];
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  readonly vars: readonly Variable[];
  readonly lets: readonly Let[];
  readonly clauses: readonly Clause[];
  readonly modes: readonly Mode[];
  readonly parts: readonly Part[];
  readonly wires: readonly Wire[];
}

export interface Verify {
  readonly name: string;
  readonly system: string;
  readonly bindings: readonly Binding[];
}

export interface Description {
  readonly components: readonly Component[];
  readonly verifies: readonly Verify[];
}

export type ComponentKind = 'leaf' | 'implementation' | 'system';

/** A leaf contract has no `out … = e` and no parts. */
export function kindOf(component: Component): ComponentKind {
  if (component.keyword === 'system' || component.parts.length > 0) return 'system';
  return component.outputs.some((o) => o.value !== null) ? 'implementation' : 'leaf';
}

export function componentNamed(description: Description, name: string): Component {
  const found = description.components.find((c) => c.name === name);
  if (found === undefined) throw new Error(`no component ${name}`);
  return found;
}

/** Clauses with the name that obligations use: as written, else keyword and place among its kind, counted from 1. */
export function namedClauses(
  clauses: readonly Clause[],
  keyword: Clause['keyword'],
): readonly { readonly name: string; readonly clause: Clause }[] {
  return clauses
    .filter((c) => c.keyword === keyword)
    .map((clause, i) => ({ name: clause.name ?? `${keyword}${i + 1}`, clause }));
}

/** The direct parts of an expression. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'value':
    case 'name':
    case 'port':
    case 'family':
      return [];
    case 'not':
      return [expr.operand];
    case 'binary':
      return [expr.left, expr.right];
    case 'if':
      return [expr.condition, expr.yes, expr.no];
  }
}

/** Whether the text holds a partial operator: definedness is owed for it. */
export function isPartial(expr: Expr): boolean {
  if (expr.kind === 'binary' && ['div', 'mod', '/'].includes(expr.operator)) return true;
  return childrenOf(expr).some(isPartial);
}

export const literal = (value: number): Expr => ({ kind: 'value', type: 'int', value });
export const truth = (value: boolean): Expr => ({ kind: 'value', type: 'bool', value: value ? 1 : 0 });
export const member = (value: number): Expr => ({ kind: 'value', type: 'enum', value });
export const name = (text: string): Expr => ({ kind: 'name', name: text });
export const not = (operand: Expr): Expr => ({ kind: 'not', operand });
export const binary = (operator: Operator, left: Expr, right: Expr): Expr => ({
  kind: 'binary',
  operator,
  left,
  right,
});
