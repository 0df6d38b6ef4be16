import type { Diagnostic, Staged } from '../diagnostics/diagnostic.ts';
import type { TypedComponent, TypedPart, TypedProgram, TypedVerify } from '../types/typed.ts';
import { anySize, canBeCounted } from './family/any_size.ts';
import { OpenFamilies } from './family/open_families.ts';
import { Frame } from './frame.ts';
import { Abandoned, MOST_SIZES_ONE_BY_ONE, MOST_VARIABLES_OVER_SHAPES } from './limits.ts';
import { remembered } from './memo.ts';
import type { AnySize, Model, ModelComponent, Scope } from './model.ts';
import { type BuiltScope, type Circumstances, ownScope } from './own_scope.ts';
import { type Given, givenBy, knownParameters, type ParameterSymbol, parametersOf } from './parameters.ts';
import { premisesBroken } from './premises.ts';
import { profileOf } from './profile.ts';
import { refinementScope } from './refinement.ts';
import { ScopeBuilder } from './scope_builder.ts';
import { shapeParameters } from './shape.ts';
import {
  cannotBeCounted,
  hasNoValue,
  leavesOpen,
  noShape,
  refinesAtAnySize,
  tooManyShapes,
} from './shape_diagnostics.ts';
import { type Listing, listShapes, onlyOf, shapeKey } from './shapes_listed.ts';
import type { Known } from './static.ts';
import { stepOf } from './steps.ts';

/**
 * Writes a typed program out: every component in the scopes in which it is checked, families and arrays member by member,
 * parts by their contracts. Null if something that the user wrote cannot be written out; the diagnostics say what.
 */
export function elaborate(program: TypedProgram): Staged<Model | null> {
  return new Elaboration(program).run();
}

const NOTHING: Known = new Map();

class Elaboration {
  readonly #program: TypedProgram;
  /** What some system has as a part. */
  readonly #asParts: ReadonlySet<TypedComponent>;
  readonly #diagnostics = new Map<string, Diagnostic>();
  readonly #byItself = new Map<TypedComponent, Map<string, BuiltScope | null>>();
  readonly #used = new Map<TypedComponent, Map<string, Scope>>();
  /** Parts that give a shape parameter no value: their components must be checked at all values of it. */
  readonly #leftOpen = new Set<TypedPart>();
  /** Components whose sizes have an end, and are too many to be decided one by one. */
  readonly #atOnce = new Set<TypedComponent>();
  /** Components that a scope for all sizes has as parts, at sizes that are left open too. */
  readonly #atAllSizes = new Set<TypedComponent>();
  /** Scopes whose parts have not been looked at yet. */
  readonly #fresh: (BuiltScope & { readonly forAll?: true })[] = [];

  constructor(program: TypedProgram) {
    this.#program = program;
    this.#asParts = new Set(program.components.flatMap(({ parts }) => parts.map(({ component }) => component)));
  }

  run(): Staged<Model | null> {
    for (const component of this.#program.components)
      for (const broken of premisesBroken(component)) this.#report(broken);
    if (this.#failed()) return this.#answer(null);
    const drafts = this.#program.components.map((component) => ({ component, draft: this.#draft(component) }));
    this.#followUses();
    const anySizes = this.#anySizes(drafts);
    const openComponents = new Set(
      drafts.filter(({ draft }) => draft.open.length > 0).map(({ component }) => component),
    );
    for (const part of this.#leftOpen) if (!openComponents.has(part.component)) this.#report(leavesOpen(part));
    if (this.#failed()) return this.#answer(null);
    const components = drafts.map(
      ({ component, draft }): ModelComponent => ({
        ...draft,
        used: this.#usesOf(component),
        anySize: anySizes.get(component) ?? null,
      }),
    );
    const trusted = components.filter(({ kind }) => kind === 'leaf').map(({ name }) => name);
    return this.#answer({ components, trusted });
  }

  #answer(product: Model | null): Staged<Model | null> {
    return { product, diagnostics: [...this.#diagnostics.values()] };
  }

  #failed(): boolean {
    return [...this.#diagnostics.values()].some(({ severity }) => severity === 'error');
  }

  /** One cause is reported once, however many shapes of a component meet it. */
  #report(broken: Diagnostic): void {
    const { code, span } = broken;
    const key = `${code} ${span?.path} ${span?.start} ${span?.end}`;
    if (!this.#diagnostics.has(key)) this.#diagnostics.set(key, broken);
  }

  #draft(component: TypedComponent): Draft {
    const { open, unboundedShape } = this.#open(component);
    const { settings, openSettings, unboundedSettings } = this.#settings(component);
    return {
      name: component.name,
      kind: profileOf(component).kind,
      imported: component.path !== this.#program.root,
      usedAsPart: this.#asParts.has(component),
      open,
      unboundedShape,
      settings,
      openSettings,
      unboundedSettings,
      refinement: this.#refinement(component),
      annotations: component.annotations,
      connections: component.wires.length,
      span: component.nameSpan,
    };
  }

  /** By itself: once, or once for each combination of its shape parameters' values. */
  #open(component: TypedComponent): Pick<ModelComponent, 'open' | 'unboundedShape'> {
    const listing = listShapes(shapeParameters(component), NOTHING);
    if (this.#isBetterDecidedAtOnce(component, listing))
      return { open: [], unboundedShape: namesOf(shapeParameters(component)) };
    if (isEmpty(listing)) this.#report(noShape(shapeParameters(component), component.nameSpan));
    const open = this.#list(component, listing, (known) => this.#shaped(component, known));
    return { open: open ?? [], unboundedShape: open === null ? namesOf(unlisted(listing, component)) : [] };
  }

  /** Many sizes are decided at once, where the families allow it, rather than one after the other. */
  #isBetterDecidedAtOnce(component: TypedComponent, listing: Listing): boolean {
    if (listing.kind === 'unbounded' || (listing.kind === 'listed' && listing.all.length <= MOST_SIZES_ONE_BY_ONE))
      return false;
    if (this.#forAllSizes(component, this.#byItselfAt(component)).kind === 'none') return false;
    this.#atOnce.add(component);
    return true;
  }

  #byItselfAt(component: TypedComponent): Omit<Circumstances, 'known'> {
    const { annotations, nameSpan: span } = component;
    return { setting: null, given: new Map(), defaults: false, annotations, span, step: stepOf(component).step };
  }

  /**
   * Components that have to be decided for all sizes: those of which no size is in use or listed, and those that a scope for all
   * sizes has as parts. Users come before what they use.
   */
  #anySizes(
    drafts: readonly { readonly component: TypedComponent; readonly draft: Draft }[],
  ): Map<TypedComponent, AnySize> {
    const found = new Map<TypedComponent, AnySize>();
    for (let before = -1; before < found.size; ) {
      before = found.size;
      for (const { component, draft } of drafts.toReversed()) {
        if (found.has(component) || draft.open.length > 0 || draft.unboundedShape.length === 0) continue;
        const unused = this.#usesOf(component).length + draft.settings.length + draft.openSettings.length === 0;
        if (!this.#atAllSizes.has(component) && !unused && !this.#atOnce.has(component)) continue;
        const any = this.#anySize(component, this.#byItselfAt(component), NOTHING);
        if (any !== null) found.set(component, any);
        else if (this.#atAllSizes.has(component)) this.#report(cannotBeCounted(component, shapeParameters(component)));
        this.#followUses();
      }
    }
    return found;
  }

  #anySize(component: TypedComponent, by: Omit<Circumstances, 'known'>, known: Known): AnySize | null {
    const open = shapeParameters(component).filter((symbol) => !known.has(symbol));
    if (!canBeCounted(open, known)) return null;
    return anySize(component, open, known, {
      all: this.#forAllSizes(component, by, known, true),
      at: (values) =>
        this.#quietly(() => ownScope(component, { ...by, known: values }, new ScopeBuilder(component.nameSpan))),
    });
  }

  /** The scope for all sizes at once, or why there is none. */
  #forAllSizes(
    component: TypedComponent,
    by: Omit<Circumstances, 'known'>,
    known: Known = NOTHING,
    follow = false,
  ): AnySize['all'] {
    try {
      const builder = new ScopeBuilder(component.nameSpan, new OpenFamilies());
      const built = ownScope(component, { ...by, known }, builder);
      if (follow) this.#fresh.push({ ...built, forAll: true });
      return { kind: 'scope', scope: built.scope };
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
      return { kind: 'none', reason: error.diagnostic.message };
    }
  }

  #quietly(make: () => BuiltScope): Scope | null {
    try {
      return make().scope;
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
      return null;
    }
  }

  /** Builds a scope for each shape; null where they cannot be listed. */
  #list(
    component: TypedComponent,
    listing: Listing,
    make: (known: Known) => BuiltScope | null,
  ): readonly Scope[] | null {
    if (listing.kind === 'unbounded') return null;
    if (listing.kind === 'too many') return this.#tooMany(component, listing.parameters);
    const scopes: Scope[] = [];
    let variables = 0;
    for (const known of listing.all) {
      const built = make(known);
      if (built === null) return [];
      scopes.push(built.scope);
      variables += built.scope.variables.length;
      const tooLarge = listing.all.length > 1 && variables > MOST_VARIABLES_OVER_SHAPES;
      if (tooLarge) return this.#tooMany(component, shapeParameters(component));
    }
    return scopes;
  }

  #tooMany(component: TypedComponent, parameters: readonly ParameterSymbol[]): null {
    this.#report(tooManyShapes(component, parameters));
    return null;
  }

  /** The component by itself at given values of its shape parameters; built once for the same values. */
  #shaped(component: TypedComponent, known: Known): BuiltScope | null {
    const key = shapeKey(shapeParameters(component), known);
    if (key === null) throw new Error(`${component.name} has an open shape`);
    const scopes = remembered(this.#byItself, component, () => new Map<string, BuiltScope | null>());
    let built = scopes.get(key);
    if (built === undefined) {
      built = this.#build(component, { ...this.#byItselfAt(component), known });
      scopes.set(key, built);
    }
    return built;
  }

  #build(component: TypedComponent, circumstances: Circumstances): BuiltScope | null {
    return this.#attempt(() => ownScope(component, circumstances, new ScopeBuilder(component.nameSpan)));
  }

  #attempt(make: () => BuiltScope): BuiltScope | null {
    try {
      const built = make();
      this.#fresh.push(built);
      return built;
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
      this.#report(error.diagnostic);
      return null;
    }
  }

  #settings(component: TypedComponent): Pick<ModelComponent, 'settings' | 'openSettings' | 'unboundedSettings'> {
    const settings: Scope[] = [];
    const openSettings: ModelComponent['openSettings'][number][] = [];
    const unboundedSettings: ModelComponent['unboundedSettings'][number][] = [];
    for (const verify of this.#program.verifies) {
      if (verify.system !== component) continue;
      const given = givenIn(verify);
      const known = knownParameters(component, new Map([...given].map(([symbol, { value }]) => [symbol, value])));
      for (const { parameter, span } of verify.bindings) {
        const decides = shapeParameters(component).some((symbol) => symbol === parameter);
        if (decides && !known.has(parameter)) this.#report(hasNoValue(parameter, span));
      }
      const listing = listShapes(shapeParameters(component), known);
      const { step } = stepOf(component);
      const { name: setting, annotations, span } = verify;
      const by = { setting, given, defaults: true, annotations, span, step };
      if (isEmpty(listing)) this.#report(noShape(shapeParameters(component), verify.span));
      const any = listing.kind === 'unbounded' ? this.#anySize(component, by, known) : null;
      const scopes =
        any === null
          ? this.#list(component, listing, (values) => this.#build(component, { ...by, known: values }))
          : [];
      if (any !== null) openSettings.push({ setting, anySize: any, annotations });
      else if (scopes !== null) settings.push(...scopes);
      else
        unboundedSettings.push({
          setting: verify.name,
          shape: namesOf(unlisted(listing, component)),
          span: verify.span,
        });
    }
    return { settings, openSettings, unboundedSettings };
  }

  #refinement(component: TypedComponent): ModelComponent['refinement'] {
    const base = component.refines;
    if (base === null) return null;
    const listing = listShapes(sharedShape(component, base), NOTHING);
    const step = stepOf(component).step ?? stepOf(base).step;
    const scopes = this.#list(component, listing, (known) =>
      this.#attempt(() => refinementScope(component, base, known, step)),
    );
    if (scopes === null) this.#report(refinesAtAnySize(component, base, unlisted(listing, base)));
    return { base: base.name, scopes: scopes ?? [] };
  }

  /** Each shape at which some scope uses a component as a part is looked at by itself, and so on downwards. */
  #followUses(): void {
    for (let built = this.#fresh.pop(); built !== undefined; built = this.#fresh.pop()) {
      for (const { part, known } of built.parts) this.#use(part, known, built.forAll === true);
    }
  }

  #use(part: TypedPart, known: Known, forAll: boolean): void {
    const { component } = part;
    const shape = shapeParameters(component);
    const key = shapeKey(shape, known);
    if (key === null && forAll) this.#atAllSizes.add(component);
    else if (key === null) this.#leftOpen.add(part);
    if (shape.length === 0 || key === null) return;
    const scopes = remembered(this.#used, component, () => new Map<string, Scope>());
    if (scopes.has(key)) return;
    const built = this.#shaped(component, onlyOf(shape, known));
    if (built !== null) scopes.set(key, built.scope);
  }

  #usesOf(component: TypedComponent): readonly Scope[] {
    const scopes = [...(this.#used.get(component) ?? [])];
    return scopes.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)).map(([, scope]) => scope);
  }
}

function isEmpty(listing: Listing): boolean {
  return listing.kind === 'listed' && listing.all.length === 0;
}

type Draft = Omit<ModelComponent, 'used' | 'anySize'>;

function namesOf(parameters: readonly ParameterSymbol[]): readonly string[] {
  return parameters.map(({ name }) => name);
}

/** The parameters that keep shapes from being listed. */
function unlisted(listing: Listing, component: TypedComponent): readonly ParameterSymbol[] {
  return listing.kind === 'listed' ? shapeParameters(component) : listing.parameters;
}

/** The values that a `verify` line gives: it stands at file level, where there are only constants. */
function givenIn(verify: TypedVerify): ReadonlyMap<Parameters<Known['get']>[0], Given> {
  const nothing = (): never => {
    throw new Error(`the setting ${verify.name} names something that is no constant`);
  };
  return givenBy(
    verify.bindings,
    new Frame(new ScopeBuilder(verify.span), verify.system, null, NOTHING, null, nothing),
  );
}

/** A's shape parameters, and those that B's shape rests on. */
function sharedShape(refined: TypedComponent, base: TypedComponent): readonly ParameterSymbol[] {
  const ours = new Set(namesOf(shapeParameters(refined)));
  const theirs = new Set(shapeParameters(base));
  return parametersOf(base).filter((symbol) => theirs.has(symbol) || ours.has(symbol.name));
}
