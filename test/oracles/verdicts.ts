import { explore, type Reached } from './behaviours.ts';
import { type Claim, claimsOf, needsNoExecution } from './claims.ts';
import { conjunction, type Held } from './contract.ts';
import { type Component, componentNamed, type Description, kindOf, type Verify } from './description.ts';
import { MARGIN } from './domain.ts';
import { mayHold, plan } from './enumerate.ts';
import { needsOf, only, realizable, type Verdict, type Verdicts } from './realizability.ts';
import { refinementClaims, refinementScope } from './refinement.ts';
import { buildScope, type Scope } from './scope.ts';

export type { Verdict, Verdicts } from './realizability.ts';

export interface Options {
  /** How far beyond the constants an unbounded int is tried. */
  readonly margin?: number;
  /** Whether `unknown` is let pass where delayed outputs must be chosen before what is read. */
  readonly settledChoicesMayStayOpen?: boolean;
}

/**
 * What a checker may say of each obligation of a description, found by trying every value: straight from the definitions of
 * behaviours, contracts and verdicts. More than one verdict stands where the definitions leave room.
 */
export function verdictsOf(description: Description, options: Options = {}): ReadonlyMap<string, Verdicts> {
  const margin = options.margin ?? MARGIN;
  const judge = new Judge(options.settledChoicesMayStayOpen ?? false);
  for (const component of description.components) {
    for (const scope of scopesOf(description, component, margin)) judge.scope(scope);
    if (component.refines !== null) judge.refinement(description, component, margin);
  }
  return judge.verdicts;
}

/** By itself, unless it is a system with settings that is no part of another; and once for each setting. */
function scopesOf(description: Description, component: Component, margin: number): readonly Scope[] {
  const settings: (Verify | null)[] = description.verifies.filter((v) => v.system === component.name);
  const used = description.components.some((c) => c.parts.some((p) => p.component === component.name));
  if (settings.length === 0 || used || kindOf(component) !== 'system') settings.unshift(null);
  return settings.map((setting) => buildScope(description, component, setting, margin));
}

/** What was met while running through the behaviours. */
interface Facts {
  /** A step that surely refutes (or witnesses) it. */
  sure: boolean;
  /** A step that may: something was undefined. */
  may: boolean;
}

class Judge {
  readonly verdicts = new Map<string, Verdicts>();
  /** Ids of definedness that fails somewhere. */
  private readonly undefinedSomewhere = new Set<string>();
  private readonly mayGiveUp: boolean;

  constructor(mayGiveUp: boolean) {
    this.mayGiveUp = mayGiveUp;
  }

  scope(scope: Scope): void {
    const claims = claimsOf(scope);
    const consistent = consistency(scope);
    const { facts, reached } = factsOf(scope, claims, consistent);
    const doubtful = this.doubtful(claims, facts);
    this.settleSatisfiable(scope, consistent, facts, doubtful);
    this.settleRealizable(scope, reached, doubtful);
    this.settleClaims(scope, claims, facts, rests(scope));
  }

  /** Valid only as far as the refining component's own hypotheses hold, and together with the refined one's assumptions. */
  refinement(description: Description, component: Component, margin: number): void {
    const scope = refinementScope(description, component, componentNamed(description, component.refines!), margin);
    const claims = refinementClaims(scope);
    const together = consistency(scope);
    const { facts } = factsOf(scope, claims, together);
    this.settleSatisfiable(scope, together, facts, new Set());
    this.settleClaims(scope, claims, facts, [...rests({ id: component.name }), together.id]);
    this.verdicts.delete(together.id);
  }

  private notProved(): ReadonlySet<string> {
    const found = [...this.verdicts].filter(([id, v]) => id.endsWith('.defined') && !isExactly(v, 'proved'));
    return new Set(found.map(([id]) => id));
  }

  /** Definedness that is not certain: of other components by their verdicts, of this scope by what was met. */
  private doubtful(claims: readonly Claim[], facts: ReadonlyMap<string, Facts>): ReadonlySet<string> {
    const found = new Set(this.notProved());
    for (const c of claims) if (c.id.endsWith('.defined') && facts.get(c.id)!.may) found.add(c.id);
    return found;
  }

  private settleSatisfiable(
    scope: Scope,
    consistent: Claim,
    facts: ReadonlyMap<string, Facts>,
    doubtful: ReadonlySet<string>,
  ): void {
    const hypotheses = needsOf(scope);
    const dirty = touches([...hypotheses, consistent], doubtful);
    this.verdicts.set(consistent.id, satisfiable(facts.get(consistent.id)!, dirty));
  }

  private settleRealizable(scope: Scope, reached: readonly Reached[], doubtful: ReadonlySet<string>): void {
    const id = `${scope.id}.realizable`;
    if (touches(needsOf(scope), doubtful)) this.verdicts.set(id, only('proved', 'refuted', 'unknown'));
    else
      this.verdicts.set(
        id,
        realizable(scope, reached, (c) => this.verdicts.get(`${c}.realizable`)!, this.mayGiveUp),
      );
  }

  /** Definedness first, so that the others know what is certain. */
  private settleClaims(
    scope: Scope,
    claims: readonly Claim[],
    facts: ReadonlyMap<string, Facts>,
    restIds: readonly string[],
  ): void {
    const order = [
      ...claims.filter((c) => c.id.endsWith('.defined')),
      ...claims.filter((c) => c.id.endsWith('.reachable')),
      ...claims.filter((c) => !c.id.endsWith('.defined') && !c.id.endsWith('.reachable')),
    ];
    for (const claim of order) {
      const valid = this.validVerdicts([...restIds, ...this.entered(scope, claim)]);
      const ofClaim = (doubtful: ReadonlySet<string>) =>
        this.claimVerdicts(scope, claim, facts.get(claim.id)!, doubtful, valid);
      // Definedness that holds of nothing is not proved, and yet nothing that uses the clause can be undefined: both readings pass.
      const allowed = new Set([...ofClaim(this.notProved()), ...ofClaim(this.undefinedSomewhere)]);
      // An earlier clause that is undefined itself excuses nothing where its value, which is arbitrary, lets it hold.
      if (claim.id.endsWith('.defined') && allowed.has('unknown')) allowed.add('refuted');
      this.verdicts.set(claim.id, allowed);
      if (claim.id.endsWith('.defined') && facts.get(claim.id)!.may) this.undefinedSomewhere.add(claim.id);
    }
  }

  /** A claim in a mode holds of nothing where the mode is never entered; whether it is, is asked once for all settings. */
  private entered(scope: Scope, claim: Claim): readonly string[] {
    const { name, modes } = scope.component;
    const mode = modes.find((m) => claim.asks === 'valid' && claim.id.startsWith(`${scope.id}.${m.name}.`));
    const id = `${name}.${mode?.name}.reachable`;
    return mode !== undefined && this.verdicts.has(id) ? [id] : [];
  }

  private claimVerdicts(
    scope: Scope,
    claim: Claim,
    facts: Facts,
    doubtful: ReadonlySet<string>,
    valid: Verdicts,
  ): Verdicts {
    const own = touches([claim], doubtful);
    const hypotheses = claim.under ?? needsOf(scope);
    const dirty = own || touches(hypotheses, doubtful);
    if (claim.asks === 'satisfiable') return satisfiable(facts, dirty);
    if (!dirty && facts.sure && needsNoExecution(claim) && valid.has('vacuous')) return only('refuted', 'vacuous');
    if (!dirty) return facts.sure ? only('refuted') : facts.may ? only('refuted', 'unknown') : valid;
    const atMostUnknown = new Set<Verdict>(['unknown', ...(valid.has('vacuous') ? (['vacuous'] as const) : [])]);
    if (facts.sure) return new Set<Verdict>([...atMostUnknown, 'refuted']);
    if (facts.may) return atMostUnknown;
    if (own || failsWithout(scope, claim, doubtful)) return atMostUnknown;
    return new Set([...valid, ...atMostUnknown]);
  }

  /** A valid claim, by what it rests on: one refuted makes it vacuous, else one unknown makes it unknown. */
  private validVerdicts(restIds: readonly string[]): Verdicts {
    let result: Verdict[] = ['proved'];
    for (const id of restIds) {
      const next = new Set<Verdict>();
      for (const before of result) {
        for (const rest of this.verdicts.get(id)!) {
          if (before === 'vacuous' || rest === 'refuted') next.add('vacuous');
          else if (before === 'unknown' || rest !== 'proved') next.add('unknown');
          else next.add('proved');
        }
      }
      result = [...next];
    }
    return new Set(result);
  }
}

function rests(scope: { readonly id: string }): readonly string[] {
  return [`${scope.id}.consistent`, `${scope.id}.realizable`];
}

function isExactly(verdicts: Verdicts, verdict: Verdict): boolean {
  return verdicts.size === 1 && verdicts.has(verdict);
}

function touches(
  readings: readonly { readonly partials: ReadonlySet<string> }[],
  doubtful: ReadonlySet<string>,
): boolean {
  return readings.some((r) => [...r.partials].some((p) => doubtful.has(p)));
}

function satisfiable(facts: Facts, dirty: boolean): Verdicts {
  if (facts.sure) return dirty ? only('proved', 'unknown') : only('proved');
  if (facts.may || dirty) return only('refuted', 'unknown');
  return only('refuted');
}

/** Some execution keeps assumptions and guarantees; of an implementation assumptions and definitions. */
function consistency(scope: Scope): Claim {
  return {
    id: `${scope.id}.consistent`,
    asks: 'satisfiable',
    read: (env) => conjunction(scope.contract, env),
    partials: new Set(scope.contract.flatMap((g) => [...g.partials])),
    settled: false,
    under: null,
  };
}

function factsOf(
  scope: Scope,
  claims: readonly Claim[],
  consistent: Claim,
): { facts: ReadonlyMap<string, Facts>; reached: readonly Reached[] } {
  const facts = new Map<string, Facts>([...claims, consistent].map((c) => [c.id, { sure: false, may: false }]));
  const note = (claim: Claim, value: number, sure: boolean): void => {
    const wanted = claim.asks === 'valid' ? 0 : 1;
    const fact = facts.get(claim.id)!;
    if (value === wanted && sure) fact.sure = true;
    if (value === wanted || Number.isNaN(value)) fact.may = true;
  };
  const everywhere = [...claims, consistent].filter((c) => c.under === null);
  const plain = everywhere.filter((c) => !c.settled);
  const settled = everywhere.filter((c) => c.settled);
  const reached = explore(scope, {
    without: () => false,
    visit: ({ env, sure }) => {
      for (const c of plain) note(c, c.read(env), sure);
    },
    beyond:
      settled.length === 0
        ? null
        : ({ env, sure }) => {
            for (const c of settled) note(c, c.read(env), sure);
          },
  });
  for (const claim of claims)
    if (claim.under !== null) askAlone(scope, claim, claim.under, (v, sure) => note(claim, v, sure));
  return { facts, reached };
}

/** A claim about inputs and parameters alone. */
function askAlone(
  scope: Scope,
  claim: Claim,
  under: readonly Held[],
  note: (value: number, sure: boolean) => void,
): void {
  const env: number[] = new Array(scope.domains.length).fill(0);
  plan(
    [...scope.rigid, ...scope.inputs],
    scope.domains,
    under.map(mayHold),
  )(env, () => {
    note(claim.read(env), conjunction(under, env) === 1);
    return false;
  });
}

/** Whether the claim fails somewhere once no clause of doubtful definedness is counted on. */
function failsWithout(scope: Scope, claim: Claim, doubtful: ReadonlySet<string>): boolean {
  let fails = false;
  const visit = (step: { readonly env: readonly number[] }): void => {
    fails ||= claim.read(step.env) !== 1;
  };
  const without = (clause: Held) => touches([clause], doubtful);
  if (claim.under !== null)
    askAlone(
      scope,
      claim,
      claim.under.filter((c) => !without(c)),
      (v) => {
        fails ||= v !== 1;
      },
    );
  else explore(scope, { without, visit: claim.settled ? () => {} : visit, beyond: claim.settled ? visit : null });
  return fails;
}
