import { ofArbitraryMember } from '../model/family/abstraction.ts';
import type { AnySize, Model, ModelComponent, Scope } from '../model/model.ts';
import type { Annotation } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { ObligationKind, VerdictKind } from '../verdict/result.ts';
import type { Goal, Obligation, ValidGoal } from './obligation.ts';

/** A component as it owes obligations under one prefix: by itself, or in one `verify` setting. */
export interface Subject {
  readonly component: ModelComponent;
  readonly setting: string | null;
  /** One scope for each shape; all have the same clauses by name. */
  readonly scopes: readonly Scope[];
  /** Where the shapes cannot be listed: then `scopes` is the one for all sizes, or if there is none, the first few. */
  readonly anySize: AnySize | null;
  /** Which obligations are owed here: a system that is only verified in settings owes just `modes` and `reachable` by itself. */
  readonly owes: 'all' | 'all but modes' | 'modes only';
  /** Annotations of the `verify` item. */
  readonly settingAnnotations: readonly Annotation[];
}

/** Every component with every prefix under which it owes something, in source order, settings last. */
export function subjectsOf(model: Model): Subject[] {
  return model.components.flatMap(ofComponent);
}

function ofComponent(component: ModelComponent): Subject[] {
  const names = [...new Set(component.settings.map(({ setting }) => setting))];
  const settings = names.map((setting): Subject => {
    const scopes = component.settings.filter((scope) => scope.setting === setting);
    const { annotations } = scopes[0]!;
    return { component, setting, scopes, anySize: null, owes: 'all but modes', settingAnnotations: annotations };
  });
  const open = component.openSettings.map(({ setting, anySize, annotations }): Subject => {
    const scopes = firstScopes(anySize);
    return { component, setting, scopes, anySize, owes: 'all but modes', settingAnnotations: annotations };
  });
  const inSettings = [...settings, ...open];
  // What refines may stand for the other wherever that is used, whatever its own parameters.
  const isUsed = component.usedAsPart || component.refinement !== null;
  const byItself = component.kind !== 'system' || isUsed || inSettings.length === 0;
  const { anySize } = component;
  const shapes = anySize !== null ? firstScopes(anySize) : component.open.length > 0 ? component.open : component.used;
  const scopes = shapes.length > 0 ? shapes : inSettings.flatMap((subject) => subject.scopes);
  const owes = byItself && (shapes.length > 0 || inSettings.length === 0) ? 'all' : 'modes only';
  return [{ component, setting: null, scopes, anySize, owes, settingAnnotations: [] }, ...inSettings];
}

/** How many sizes are looked at for one at which every family has a member, and how many are tried that cannot be written out. */
const MOST_FIRST = 12;
const MOST_TRIED = 60;

/** The scope for all sizes; or the smallest, up to the first in which every family has members, so that all that is owed is there. */
export function firstScopes({ all, shapes, at }: AnySize): readonly Scope[] {
  if (all.kind === 'scope') return [all.scope];
  const found: Scope[] = [];
  let tried = 0;
  for (const shape of shapes()) {
    const scope = shape === null ? null : at(shape);
    if (scope !== null) found.push(scope);
    tried += 1;
    if (found.length >= MOST_FIRST || tried >= MOST_TRIED || scope?.hasAll === true) break;
  }
  return found;
}

/** The stable prefix of a subject's obligations: `Pipeline`, `dry/Vehicle`. */
export function prefixOf(subject: Subject): string {
  return subject.setting === null ? subject.component.name : `${subject.setting}/${subject.component.name}`;
}

/** What an item says of itself, for an obligation about it. */
export interface Described {
  readonly name: string;
  readonly kind: ObligationKind;
  readonly span: Span;
  readonly bodySpan: Span | null;
  readonly sentence: string | null;
  readonly part: string | null;
  /** The item's own annotations. */
  readonly annotations: readonly Annotation[];
}

/** An obligation of a subject, with the `@expect` that is in force for it. */
export function obligation(subject: Subject, described: Described, goals: readonly Goal[]): Obligation {
  const prefix = prefixOf(subject);
  return {
    id: `${prefix}.${described.name}`,
    kind: described.kind,
    component: subject.component.name,
    setting: subject.setting,
    owner: prefix,
    part: described.part,
    sentence: described.sentence,
    span: described.span,
    bodySpan: described.bodySpan,
    goals,
    ...expectation(subject, described),
  };
}

function expectation(subject: Subject, described: Described): Pick<Obligation, 'expected' | 'expectedOf'> {
  const bySetting = expected(subject.settingAnnotations);
  if (bySetting !== null && subject.setting !== null) return { expected: bySetting, expectedOf: 'setting' };
  const byItem = expected(described.annotations);
  if (byItem !== null) return { expected: byItem, expectedOf: described.part === null ? 'clause' : 'part' };
  const byComponent = expected(subject.component.annotations);
  return { expected: byComponent ?? 'proved', expectedOf: byComponent === null ? 'clause' : 'component' };
}

function expected(annotations: readonly Annotation[]): VerdictKind | null {
  for (const annotation of annotations) {
    const argument = annotation.arguments[0]?.value;
    if (annotation.name.text !== 'expect' || argument?.kind !== 'word') continue;
    if (argument.text === 'proved' || argument.text === 'refuted') return argument.text;
    if (argument.text === 'unknown' || argument.text === 'vacuous') return argument.text;
  }
  return null;
}

/** A claim about every behaviour, with the usual premises; `more` changes them. */
export function validGoal(scope: Scope, formula: ValidGoal['formula'], more: Partial<ValidGoal> = {}): ValidGoal {
  return {
    asks: 'valid',
    scope,
    formula: scope.abstraction === undefined ? formula : ofArbitraryMember(formula, scope.abstraction),
    own: 'through',
    assumptionsNow: null,
    guaranteesNow: null,
    premises: [],
    faults: scope.kind === 'system' ? 'absent' : 'free',
    discharges: null,
    clause: null,
    definedOf: null,
    ...more,
  };
}

/** Groups what the scopes of a subject owe by name, in the order in which names are first met. */
export function byName<T>(
  scopes: readonly Scope[],
  owed: (scope: Scope) => readonly { name: string; item: T }[],
): Map<string, { scope: Scope; item: T }[]> {
  const groups = new Map<string, { scope: Scope; item: T }[]>();
  for (const scope of scopes) {
    for (const { name, item } of owed(scope)) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [{ scope, item }]);
      else group.push({ scope, item });
    }
  }
  return groups;
}
