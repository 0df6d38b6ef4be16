import type { Report } from '../diagnostics/report.ts';
import type { Visible } from '../resolve/declarations.ts';
import type { ComponentDeclaration, Expression, Name, UnitText } from '../syntax/ast.ts';
import type { ComponentScope } from './component_scope.ts';
import type { Working } from './lazy.ts';
import type {
  DeclaredType,
  EnumType,
  ScalarType,
  TypedComponent,
  TypedExpr,
  TypedFun,
  Unit,
  ValueSymbol,
} from './typed.ts';

/** A declaration's type: scalar and range, before the ends of the range are needed. */
export type NamedType =
  | { readonly kind: 'enum'; readonly type: EnumType }
  | { readonly kind: 'alias'; readonly type: DeclaredType };

/** What a file's declarations mean, worked out when first asked. `null`: failed, and reported. */
export interface FileScope {
  readonly visible: Visible;
  /** A unit expression; reports what is wrong with it. */
  unit(text: UnitText): Unit | null;
  /** A type by name; reports an unknown one. */
  namedType(name: Name): NamedType | null;
  /** A constant or shared fault that the file sees; `undefined` if there is none of that name. */
  value(name: string): ValueSymbol | null | undefined;
  /** A function that the file sees; `undefined` if there is none of that name. */
  fun(name: string): TypedFun | null | undefined;
  /** An enumeration that the file sees, to qualify its members. */
  enumeration(name: string): EnumType | undefined;
  /** All enumerations that the file sees that have this member. */
  enumerationsWith(member: string): readonly EnumType[];
  /** A component by name; reports an unknown one. */
  component(name: Name): ComponentScope | null;
}

/** What is shared by the checks of a whole program. */
export interface Program {
  readonly report: Report;
  readonly working: Working;
  readonly files: ReadonlyMap<string, FileScope>;
  readonly components: ReadonlyMap<ComponentDeclaration, ComponentScope>;
  /** The scope of a component that is being made. */
  scopeOf(component: TypedComponent): ComponentScope;
  /** Runs a check whose value is that of an earlier step: what is named in it is needed for its type only. */
  inPast<T>(check: () => T): T;
  /** Whether the type of a symbol is being found out at this moment. */
  isBusy(symbol: ValueSymbol): boolean;
  /** Settles the type of a symbol whose type is being found out. */
  settleScalar(symbol: ValueSymbol, type: ScalarType): void;
  /** The type of what a symbol stands for; null where that failed. */
  scalarOf(symbol: ValueSymbol): ScalarType | null;
  /** Checks an expression. Null where it failed, which has been reported. `expected` settles members of several enumerations. */
  check(context: Context, expression: Expression, expected: ScalarType | null): TypedExpr | null;
}

/** Where an expression stands: what its names mean, and what it may do. */
export interface Context {
  readonly program: Program;
  readonly file: FileScope;
  readonly component: ComponentScope | null;
  /** Binders and arguments, innermost meaning. */
  readonly locals: ReadonlyMap<string, ValueSymbol>;
  /** Why there is no time here (`a constant`), or null where there is. */
  readonly timeless: string | null;
  /** Whether `probability` may stand here. */
  readonly chances: boolean;
}

/** The context of an expression of a file, outside components. */
export function fileContext(program: Program, file: FileScope, timeless: string): Context {
  return { program, file, component: null, locals: new Map(), timeless, chances: false };
}

/** The context of an expression of a component. */
export function componentContext(program: Program, component: ComponentScope): Context {
  return { program, file: component.file, component, locals: new Map(), timeless: null, chances: false };
}

/** The context inside the binders or arguments. */
export function withLocals(context: Context, symbols: readonly ValueSymbol[]): Context {
  return { ...context, locals: new Map([...context.locals, ...symbols.map((one) => [one.name, one] as const)]) };
}
