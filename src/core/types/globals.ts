import type { Report } from '../diagnostics/report.ts';
import { ONE } from '../exact/rational.ts';
import type { Visible } from '../resolve/declarations.ts';
import type {
  ComponentDeclaration,
  ConstDeclaration,
  Declaration,
  Expression,
  FaultDeclaration,
  FunDeclaration,
  Module,
  TypeDeclaration,
  UnitDeclaration,
} from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import { builtInUnit } from './built_in_units.ts';
import { numericType } from './coerce.ts';
import { ComponentScope, type Draft } from './component_scope.ts';
import { type ConstSymbol, completeConstant, constSymbol } from './constants.ts';
import { type Context, type FileScope, fileContext, type NamedType, type Program } from './context.ts';
import { declaredType } from './declared_type.ts';
import { baseDimension } from './dimension.ts';
import { checkExpression } from './expression.ts';
import { checkFaultBound } from './fault_bound.ts';
import { FileNames } from './file_scope.ts';
import { foldNumber } from './fold.ts';
import { completeFun } from './functions.ts';
import { Lazy, type Working } from './lazy.ts';
import { reportCycle, reportTypeLoop } from './loops.ts';
import { needOrder } from './need_order.ts';
import { BOOL, INT, isNumeric } from './scalar.ts';
import type { ScalarType, TypedComponent, TypedFun, Unit, ValueSymbol } from './typed.ts';

type FaultSymbol = Extract<ValueSymbol, { readonly kind: 'fault' }>;

/**
 * What was worked out of an earlier state of the program. `stands`: the declaration is the same tree as it was then, and so
 * is, in turn, everything that its names lead to.
 */
export interface Earlier {
  readonly globals: Globals;
  readonly stands: (declaration: Declaration) => boolean;
}

/** The declarations of all files, each worked out once, when first needed. */
export class Globals implements Program {
  readonly report: Report;
  readonly working: Working = [];
  readonly files = new Map<string, FileScope>();
  readonly components = new Map<ComponentDeclaration, ComponentScope>();
  readonly check = checkExpression;
  readonly #scopes = new Map<TypedComponent, ComponentScope>();
  readonly #units = new Map<UnitDeclaration, Lazy<Unit | null>>();
  readonly #types = new Map<TypeDeclaration, Lazy<NamedType | null>>();
  readonly #constants = new Map<ConstDeclaration, ConstSymbol>();
  readonly #faults = new Map<FaultDeclaration, FaultSymbol>();
  readonly #funs = new Map<FunDeclaration, Lazy<TypedFun | null>>();
  /** How many definitions were being worked out where each `prev` began. */
  readonly #past: number[] = [];
  readonly #scalars: WeakMap<ValueSymbol, Lazy<ScalarType | null>>;
  readonly #stands: (declaration: Declaration) => boolean;

  constructor(visible: ReadonlyMap<string, Visible>, report: Report, earlier: Earlier | null = null) {
    this.report = report;
    this.#stands = earlier?.stands ?? (() => false);
    this.#scalars = earlier === null ? new WeakMap() : earlier.globals.#scalars;
    for (const [path, one] of visible) this.files.set(path, new FileNames(one, this));
    for (const one of visible.values()) this.#declareAll(one, earlier?.globals ?? null);
  }

  /** Whether nothing of a declaration has been worked out before. */
  isNew(declaration: Declaration): boolean {
    return !this.#stands(declaration);
  }

  unit(declaration: UnitDeclaration): Unit | null {
    return this.#units.get(declaration)!.get();
  }

  namedType(declaration: TypeDeclaration): NamedType | null {
    return this.#types.get(declaration)!.get();
  }

  constant(declaration: ConstDeclaration): ConstSymbol {
    return this.#constants.get(declaration)!;
  }

  fault(declaration: FaultDeclaration): FaultSymbol {
    return this.#faults.get(declaration)!;
  }

  fun(declaration: FunDeclaration): TypedFun | null {
    return this.#funs.get(declaration)!.get();
  }

  component(declaration: ComponentDeclaration): ComponentScope {
    return this.components.get(declaration)!;
  }

  scopeOf(component: TypedComponent): ComponentScope {
    return this.#scopes.get(component)!;
  }

  /** Says how the type of a symbol is found out. */
  declareScalar(symbol: ValueSymbol, scalar: Lazy<ScalarType | null>): void {
    this.#scalars.set(symbol, scalar);
  }

  scalarOf(symbol: ValueSymbol): ScalarType | null {
    switch (symbol.kind) {
      case 'fault':
      case 'mode':
        return BOOL;
      case 'index':
        return INT;
      case 'member':
        return 'component' in symbol.of ? null : this.scalarOf(symbol.of);
      default:
        return this.#scalars.get(symbol)?.get() ?? null;
    }
  }

  inPast<T>(check: () => T): T {
    this.#past.push(this.working.length);
    try {
      return check();
    } finally {
      this.#past.pop();
    }
  }

  /** Reports definitions whose types need each other; `cycle` is what is being worked out last. */
  reportLoop(cycle: readonly Lazy<unknown>[], inComponent: boolean): void {
    const start = this.working.length - cycle.length;
    if (this.#past.some((depth) => depth > start)) reportTypeLoop(this.report, cycle);
    else reportCycle(this.report, cycle, inComponent);
  }

  isBusy(symbol: ValueSymbol): boolean {
    return this.#scalars.get(symbol)?.busy ?? false;
  }

  settleScalar(symbol: ValueSymbol, type: ScalarType): void {
    this.#scalars.get(symbol)!.settle(type);
  }

  /** The type of a symbol as far as it is settled. */
  settledScalar(symbol: ValueSymbol): ScalarType | null | undefined {
    return this.#scalars.get(symbol)?.peek();
  }

  /** Works out everything that is declared outside components, so that each mistake is reported whether it is used or not. */
  completeFiles(): readonly FaultSymbol[] {
    for (const { module } of [...this.files.values()].map((file) => file.visible)) this.#completeConstants(module);
    for (const lazy of [...this.#units.values(), ...this.#types.values(), ...this.#funs.values()]) lazy.get();
    for (const [declaration, symbol] of this.#faults)
      if (this.isNew(declaration)) this.#completeFault(declaration, symbol);
    return [...this.#faults.values()];
  }

  /** Constants and functions first, each after those that it needs. */
  #completeConstants(module: Module): void {
    const values = new Map<string, Expression>();
    const declarations = new Map<string, ConstDeclaration | FunDeclaration>();
    for (const one of module.declarations) {
      if (one.kind !== 'const' && one.kind !== 'fun') continue;
      values.set(one.name.text, one.kind === 'const' ? one.value : one.body);
      declarations.set(one.name.text, one);
    }
    for (const name of needOrder(values)) {
      const one = declarations.get(name)!;
      if (one.kind === 'const') this.scalarOf(this.constant(one));
      else this.fun(one);
    }
    // Second declarations of a name are checked too.
    for (const one of module.declarations) {
      if (one.kind === 'const') this.scalarOf(this.constant(one));
    }
  }

  #declareAll(visible: Visible, earlier: Globals | null): void {
    const file = this.files.get(visible.module.path)!;
    for (const declaration of visible.module.declarations) {
      if (earlier !== null && !this.isNew(declaration)) {
        this.#carry(earlier, declaration, file);
        continue;
      }
      switch (declaration.kind) {
        case 'unit':
          this.#units.set(declaration, this.#lazyUnit(declaration, file));
          break;
        case 'type':
          this.#types.set(declaration, this.#lazyType(declaration, file));
          break;
        case 'const':
          this.#constants.set(declaration, this.#declareConstant(declaration, file));
          break;
        case 'fun':
          this.#funs.set(declaration, this.#lazyFun(declaration, file));
          break;
        case 'fault':
          this.#faults.set(declaration, faultSymbol(declaration, true));
          break;
        case 'component':
          this.#declareComponent(declaration, file);
          break;
        case 'verify':
          break;
      }
    }
  }

  /** Takes over what was found out of a declaration. */
  #carry(from: Globals, declaration: Declaration, file: FileScope): void {
    switch (declaration.kind) {
      case 'unit':
        this.#units.set(declaration, from.#units.get(declaration)!);
        return;
      case 'type':
        this.#types.set(declaration, from.#types.get(declaration)!);
        return;
      case 'const':
        this.#constants.set(declaration, from.#constants.get(declaration)!);
        return;
      case 'fun':
        this.#funs.set(declaration, from.#funs.get(declaration)!);
        return;
      case 'fault':
        this.#faults.set(declaration, from.#faults.get(declaration)!);
        return;
      case 'component': {
        const scope = from.components.get(declaration)!;
        scope.file = file;
        this.components.set(declaration, scope);
        this.#scopes.set(scope.typed, scope);
        return;
      }
      case 'verify':
        return;
    }
  }

  #declareComponent(declaration: ComponentDeclaration, file: FileScope): void {
    const scope = new ComponentScope(declaration, file);
    this.components.set(declaration, scope);
    this.#scopes.set(scope.typed, scope);
  }

  #lazy<T>(
    declaration: { readonly name: { readonly text: string; readonly span: Span } },
    compute: () => T,
  ): Lazy<T | null> {
    const { text, span } = declaration.name;
    return new Lazy<T | null>({ name: text, span, working: this.working }, compute, (cycle) => {
      this.reportLoop(cycle, false);
      return null;
    });
  }

  #lazyUnit(declaration: UnitDeclaration, file: FileScope): Lazy<Unit | null> {
    return this.#lazy(declaration, () => {
      const { name, definition } = declaration;
      const builtIn = builtInUnit(name.text);
      if (builtIn !== null) {
        this.report.error('SV051', `\`${name.text}\` is a built-in unit`, name.span, { help: 'choose another name' });
        return builtIn;
      }
      if (definition === null) return { text: name.text, factor: ONE, dimension: baseDimension(name.text) };
      return this.#derivedUnit(name.text, definition, fileContext(this, file, 'a unit'));
    });
  }

  #derivedUnit(name: string, definition: Expression, context: Context): Unit | null {
    const checked = checkExpression(context, definition, null);
    if (checked === null) return null;
    const size = isNumeric(checked.type) ? foldNumber(checked) : null;
    if (size === null || size.compare(0n) <= 0) {
      this.report.error('SV117', 'a unit is a positive constant amount of another', checked.span, {
        help: `write \`unit ${name} = 1000 …\``,
      });
      return null;
    }
    const { unit, ...type } = numericType(checked);
    return { text: name, factor: type.kind === 'real' ? size : size.mul(unit.factor), dimension: unit.dimension };
  }

  #lazyType(declaration: TypeDeclaration, file: FileScope): Lazy<NamedType | null> {
    return this.#lazy<NamedType | null>(declaration, () => {
      const { definition, name } = declaration;
      if (BUILT_IN_TYPES.has(name.text)) {
        this.report.error('SV051', `\`${name.text}\` is a built-in type`, name.span, { help: 'choose another name' });
        return null;
      }
      if (definition.kind === 'enumeration') return this.#enumeration(declaration, definition.members);
      const type = declaredType(fileContext(this, file, 'a type'), definition.type);
      return type === null ? null : { kind: 'alias', type };
    });
  }

  #enumeration(
    declaration: TypeDeclaration,
    members: readonly { readonly text: string; readonly span: Span }[],
  ): NamedType {
    const seen = new Map<string, Span>();
    for (const { text, span } of members) {
      const first = seen.get(text);
      if (first === undefined) seen.set(text, span);
      else
        this.report.error('SV051', `\`${text}\` is a member already`, span, {
          related: [{ span: first, message: 'first here' }],
        });
    }
    return { kind: 'enum', type: { kind: 'enum', name: declaration.name.text, members: [...seen.keys()] } };
  }

  #declareConstant(declaration: ConstDeclaration, file: FileScope): ConstSymbol {
    const symbol = constSymbol(declaration);
    this.declareScalar(
      symbol,
      this.#lazy(declaration, () => completeConstant(this, declaration, symbol, file)),
    );
    return symbol;
  }

  #completeFault(declaration: FaultDeclaration, symbol: Draft<FaultSymbol>): void {
    if (declaration.bound === null) return;
    const file = this.files.get(declaration.span.path)!;
    symbol.bound = checkFaultBound(fileContext(this, file, 'a bound'), declaration.bound);
  }

  #lazyFun(declaration: FunDeclaration, file: FileScope): Lazy<TypedFun | null> {
    const declare = (symbol: ValueSymbol, type: ScalarType | null) => this.declareScalar(symbol, Lazy.of(type));
    return this.#lazy(declaration, () => completeFun(this, declaration, file, declare));
  }
}

const BUILT_IN_TYPES: ReadonlySet<string> = new Set(['bool', 'int', 'real']);

/** The symbol of a fault, its bound still to be checked. */
export function faultSymbol(declaration: FaultDeclaration, shared: boolean): FaultSymbol {
  const { name, documentation } = declaration;
  return { kind: 'fault', name: name.text, span: name.span, documentation, shared, bound: null };
}
