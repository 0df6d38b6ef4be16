import { ONE, ZERO } from '../../exact/rational.ts';
import * as build from '../build.ts';
import type { Clause, Definition, Expr, PartInstance, Scope, Sort, Variable } from '../model.ts';
import { isTemporal } from '../traverse.ts';
import { bundlePart } from './bundle_part.ts';
import { MemberFormulas, TooIntricate } from './formula.ts';
import type { Linear } from './linear.ts';
import type { Case } from './literal.ts';
import { type Joined, Members, meaningOf } from './members.ts';
import type { Whole } from './open_families.ts';
import {
  answered,
  factsOf,
  howMany,
  isExactOnWholes,
  type Piece,
  pieces,
  type Question,
  sumOf,
  variablesIn,
} from './pieces.ts';
import { rewrite } from './rewrite.ts';
import type { SameText } from './same_text.ts';

/** What stands in a scope for families of any size whose members are looked at together. */
export interface Bundle {
  readonly part: PartInstance;
  readonly variables: readonly Variable[];
  readonly definitions: readonly Definition[];
  /** Names that are gone from the scope. */
  readonly gone: ReadonlySet<Variable>;
  /** For an `all` over members: the same, or that it holds of one arbitrary member. */
  readonly ofArbitrary: ReadonlyMap<Variable, Expr>;
  readonly exact: boolean;
  /** Whether what is read may depend on what is answered inside: then realizability is not seen from outside. */
  readonly circular: boolean;
}

/**
 * Families of any size as one part of the scope.
 *
 * Its outputs are one arbitrary member, and for each case in which a member may be how many members are in it and the sums
 * of their numbers (`pieces.ts`), and the wholes. Its guarantees say what is known of these. Its assumptions are that every member's are met.
 *
 * Theorem: for every size and every behaviour of the members there is one of this part with the same wholes and shared values,
 * whichever member is taken as the arbitrary one. Where assumptions speak of shared values only, they break for all members at
 * once, and the guarantees hold as long as they have held. Otherwise the facts are those of a settled guarantee: as long as no
 * member's assumption was broken at an earlier step, a member whose assumptions hold now keeps its guarantees now.
 */
export function bundleOf(joined: Joined, wholes: readonly Whole[], scope: Scope, text: SameText): Bundle {
  return new Bundling(joined, wholes, scope, text).make();
}

/** The members of a family in cases, as some wholes need them told apart. */
interface View {
  readonly all: readonly Piece[];
  readonly summed: ReadonlySet<Variable>;
  readonly everyFact: boolean;
  /** Whether members' numbers are summed, rather than those of one member in each case. */
  readonly summing: boolean;
  readonly total: (variable: Variable) => Expr;
}

class Bundling {
  readonly #joined: Joined;
  readonly #scope: Scope;
  readonly #text: SameText;
  readonly #path: string;
  readonly #size: Expr;
  readonly #members: Members;
  readonly #variables: Variable[] = [];
  readonly #definitions: Definition[] = [];
  readonly #facts: Expr[] = [];
  readonly #wholes: Whole[];
  readonly #owners = new Map<Clause, PartInstance>();
  #views = 0;

  constructor(joined: Joined, wholes: readonly Whole[], scope: Scope, text: SameText) {
    const [first] = joined.families;
    this.#joined = joined;
    this.#scope = scope;
    this.#text = text;
    this.#path = first!.path;
    this.#size = first!.size;
    this.#members = new Members(scope, joined, this.#path);
    this.#variables.push(...this.#members.own.values());
    this.#wholes = wholes.map((whole) => ({ ...whole, body: this.#members.of(whole.body) }));
  }

  make(): Bundle {
    const assumptions = this.#assumptions();
    for (const { definition, body } of this.#members.owed) this.#oweDefined(definition, body);
    const own = [...this.#members.own.values()];
    const isShared = (expr: Expr) => !this.#members.isOwn(expr);
    const guards = this.#joined.parts.map((part) => [...part.parameterRanges, ...part.assumptions]);
    const alike = guards.flat().every(({ body }) => isShared(body));
    const settled = !alike || this.#joined.parts.some((part) => part.guarantees.some((clause) => clause.settled));
    const contract = this.#contract(settled);
    let auxiliaries = 0;
    const auxiliary = (sort: Sort): Variable => {
      auxiliaries += 1;
      return this.#named(`auxiliary ${auxiliaries}`, sort, false);
    };
    const formulas = new MemberFormulas(own, this.#text, auxiliary);
    this.#arbitraryMember(contract);
    const limits = this.#extrema(contract);
    const known = [...contract, ...limits].map((formula) => attempt(() => formulas.casesOf(formula, true)));
    const cases = known.filter((one) => one !== null);
    const exact = this.#allViews(formulas, cases) && cases.length === known.length;
    return {
      part: bundlePart({
        joined: this.#joined,
        path: this.#path,
        scope: this.#scope,
        shared: this.#members.shared,
        variables: this.#variables,
        ranges: this.#ranges(),
        assumptions,
        facts: this.#facts,
        settled,
        owners: this.#owners,
      }),
      variables: this.#variables,
      definitions: this.#definitions,
      gone: this.#members.gone,
      ofArbitrary: this.#ofArbitrary(),
      exact: exact && formulas.exact && alike && !own.some(({ rigid }) => rigid),
      circular: this.#members.hasCircle(this.#joined) || this.#members.readsOutside(),
    };
  }

  /** Each assumption of a member, of all members. */
  #assumptions(): readonly Clause[] {
    return this.#joined.parts.flatMap((part, at) =>
      part.assumptions.map((clause): Clause => {
        const body = this.#members.of(clause.body);
        const all = this.#members.isOwn(clause.body)
          ? this.#every(body, `${this.#joined.families[at]!.part.name}.${clause.name}`)
          : build.implies(this.#some(), body);
        return this.#ownedBy({ ...clause, body: all }, part);
      }),
    );
  }

  #oweDefined({ partial, annotations, span }: Definition, body: Expr): void {
    const variable: Variable = { ...this.#named(`${partial}.defined`, build.BOOL, false), role: 'let', part: null };
    this.#variables.push(variable);
    this.#definitions.push({ variable, body, partial, origin: 'let', annotations, span });
  }

  #every(body: Expr, name: string): Expr {
    const [first] = this.#joined.families;
    const variable: Variable = { ...this.#named(`all ${name}`, build.BOOL, false), role: 'let', part: null };
    this.#variables.push(variable);
    this.#wholes.push({ variable, operator: 'all', body, length: first!.length, size: this.#size });
    return build.variable(variable);
  }

  #ranges(): readonly Clause[] {
    return this.#joined.parts.flatMap((part) =>
      part.parameterRanges.map((clause) =>
        this.#ownedBy({ ...clause, body: build.implies(this.#some(), clause.body) }, part),
      ),
    );
  }

  #ownedBy(clause: Clause, part: PartInstance): Clause {
    this.#owners.set(clause, part);
    return clause;
  }

  #some(): Expr {
    return build.le(build.int(1n), this.#size);
  }

  /** What each member promises, where its assumptions hold now; and what its free parameters are declared to be. */
  #contract(settled: boolean): readonly Expr[] {
    const promised = this.#joined.parts.flatMap((part) => {
      const guard = build.and([...part.parameterRanges, ...part.assumptions].map(({ body }) => this.#members.of(body)));
      return part.guarantees
        .filter((clause) => clause.exported)
        .map((clause) => {
          const meaning = this.#members.of(meaningOf(clause));
          return settled && !clause.settled ? build.implies(guard, meaning) : meaning;
        });
    });
    const declared = this.#scope.parameterRanges.filter(({ body }) => this.#members.isOwn(body));
    return [...promised, ...declared.map(({ body }) => this.#members.of(body))];
  }

  /** Where there are members, there is the one that was chosen to be looked at. */
  #arbitraryMember(contract: readonly Expr[]): void {
    for (const formula of contract) this.#facts.push(build.implies(this.#some(), formula));
  }

  /**
   * A least or greatest value is within those of all members, and one member has it: one that keeps what members keep now.
   * (It may be another one at each step, so what is said of its past is left out.)
   */
  #extrema(contract: readonly Expr[]): readonly Expr[] {
    return this.#wholes.flatMap(({ operator, body, variable }) => {
      if (operator !== 'min' && operator !== 'max') return [];
      const value = this.#value(variable);
      const within = (of: Expr) =>
        operator === 'min' ? build.le(build.variable(value), of) : build.le(of, build.variable(value));
      const other = new Map(
        [...this.#members.own.values()].map((own) => [own, this.#chosen(`${own.name} of ${variable.name}`, own.sort)]),
      );
      const moved = (expr: Expr) =>
        rewrite(expr, (name) => (other.has(name) ? build.variable(other.get(name)!) : null));
      const now = contract.filter((formula) => !isTemporal(formula)).map(moved);
      if (!isTemporal(body)) now.push(build.eq(moved(body), build.variable(value)));
      for (const formula of [within(body), ...now]) this.#facts.push(build.implies(this.#some(), formula));
      return [within(body)];
    });
  }

  /** All wholes over the same cases, or, where these are too many, each over its own: then only the sums tie them together. */
  #allViews(formulas: MemberFormulas, cases: readonly (readonly Case[])[]): boolean {
    const { facts, definitions, variables } = this.#made();
    const whole = attempt(() => this.#view(formulas, cases, this.#wholes));
    if (whole !== null) return whole.everyFact && (!whole.summing || isExactOnWholes(whole.all));
    this.#facts.length = facts;
    this.#definitions.length = definitions;
    this.#variables.length = variables;
    const views: View[] = [];
    for (const one of this.#wholes) {
      const view = attempt(() => this.#view(formulas, cases, [one]));
      if (view !== null) views.push(view);
      else this.#leaveOpen(one);
    }
    const [first, ...others] = views.filter(({ summing }) => summing);
    for (const view of others)
      for (const variable of view.summed)
        if (first!.summed.has(variable)) this.#facts.push(build.eq(first!.total(variable), view.total(variable)));
    return false;
  }

  #made() {
    const lengths = { facts: this.#facts.length, definitions: this.#definitions.length };
    return { ...lengths, variables: this.#variables.length };
  }

  /** A whole of which nothing is known. (A least or greatest value has its definition already.) */
  #leaveOpen({ variable, operator }: Whole): void {
    if (operator === 'min' || operator === 'max') return;
    this.#value(variable);
  }

  #view(formulas: MemberFormulas, cases: readonly (readonly Case[])[], wholes: readonly Whole[]): View {
    this.#views += 1;
    const view = this.#views;
    const questions = wholes.map((whole) => questionOf(formulas, whole));
    const sums = wholes.map((whole) => (whole.operator === 'sum' ? formulas.linear(whole.body) : null));
    const { found, everyFact } = answered(
      formulas,
      [...cases, ...formulas.ties],
      questions.filter((one) => one !== null),
    );
    const forms = [
      ...sums.filter((form) => form !== null),
      ...formulas.pasts.flatMap(({ of, initial }) => [of, initial]),
    ];
    const summed = new Set([
      ...variablesIn(found),
      ...forms.flatMap(({ terms }) => [...terms.keys()]),
      ...formulas.pasts.map(({ variable }) => variable),
    ]);
    const label = view === 1 ? '' : ` (${view})`;
    const all = pieces(found, summed, this.#size, (what, sort) => this.#chosen(`${what}${label}`, sort));
    const summing = sums.some((form) => form !== null) || formulas.pasts.length > 0;
    this.#facts.push(...factsOf(all, this.#size, summing));
    let question = 0;
    for (const [at, whole] of wholes.entries()) {
      this.#defineWhole(whole, sums[at]!, all, question);
      if (questions[at] !== null) question += 1;
    }
    const total = (form: Linear) => sumOf(form, all, this.#size);
    for (const { variable, of, initial } of formulas.pasts) this.#facts.push(pastOf(variable, of, initial, total));
    return {
      all,
      summed,
      everyFact,
      summing,
      total: (variable: Variable) =>
        total({
          terms: new Map([[variable, oneOf(variable.sort)]]),
          constant: nilOf(variable.sort),
          sort: variable.sort,
        }),
    };
  }

  #defineWhole(whole: Whole, sum: Linear | null, all: readonly Piece[], question: number): void {
    const nobody = (number: Expr) => build.le(number, build.int(0n));
    switch (whole.operator) {
      case 'sum':
        this.#define(whole.variable, sumOf(sum!, all, this.#size));
        return;
      case 'count':
        this.#define(whole.variable, howMany(all, question, true));
        return;
      case 'all':
        this.#define(whole.variable, nobody(howMany(all, question, false)));
        return;
      case 'any':
        this.#define(whole.variable, build.not(nobody(howMany(all, question, true))));
        return;
      case 'min':
      case 'max': {
        const reached = build.not(nobody(howMany(all, question, true)));
        this.#facts.push(build.implies(this.#some(), reached));
        return;
      }
    }
  }

  /** A whole is what its members make it as long as they keep their contracts: the cases rest on what these promise. */
  #define(whole: Variable, body: Expr): void {
    const value = build.variable(this.#value(whole));
    this.#facts.push(whole.sort.kind === 'bool' ? build.iff(value, body) : build.eq(value, body));
  }

  /** What a whole is, whatever its members do. */
  #value(whole: Variable): Variable {
    const value = this.#chosen(`value of ${whole.name}`, whole.sort);
    const body = build.variable(value);
    this.#definitions.push({ variable: whole, body, partial: null, origin: 'let', annotations: [], span: whole.span });
    return value;
  }

  #ofArbitrary(): ReadonlyMap<Variable, Expr> {
    const all = this.#wholes.filter(({ operator }) => operator === 'all');
    return new Map(all.map(({ variable, body }) => [variable, build.or([build.variable(variable), body])]));
  }

  #chosen(what: string, sort: Sort): Variable {
    const variable = this.#named(what, sort, false);
    this.#variables.push(variable);
    return variable;
  }

  #named(what: string, sort: Sort, rigid: boolean): Variable {
    const { span } = this.#joined.parts[0]!;
    const name = `${this.#path} ${what}`;
    return { name, sort, unit: null, role: 'output', rigid, delayed: false, part: this.#path, span };
  }
}

/** What cannot be taken apart is left out: then less is known. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TooIntricate)) throw error;
    return null;
  }
}

/** What of each member must be told apart for a whole; null where nothing must. */
function questionOf(formulas: MemberFormulas, { operator, body, variable }: Whole): Question | null {
  if (operator === 'sum') return null;
  if (operator === 'min' || operator === 'max') {
    const limit = build.variable(variable);
    const reached = operator === 'min' ? build.le(body, limit) : build.le(limit, body);
    return { yes: formulas.casesOf(reached, true), no: formulas.casesOf(reached, false) };
  }
  return { yes: formulas.casesOf(body, true), no: formulas.casesOf(body, false) };
}

/** The sum of what was is what the sum was. */
function pastOf(variable: Variable, of: Linear, initial: Linear, total: (form: Linear) => Expr): Expr {
  const now = total({
    terms: new Map([[variable, oneOf(variable.sort)]]),
    constant: nilOf(variable.sort),
    sort: variable.sort,
  });
  const before: Expr = { kind: 'prev', operand: total(of), initial: total(initial), sort: variable.sort };
  return build.eq(now, before);
}

function oneOf(sort: Sort): Expr {
  return build.literal(sort, ONE);
}

function nilOf(sort: Sort): Expr {
  return build.literal(sort, ZERO);
}
