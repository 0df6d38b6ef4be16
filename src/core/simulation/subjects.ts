import { same } from '../eval/arithmetic.ts';
import { isWhole } from '../exact/rational.ts';
import type { AnySize, Model, ModelComponent, Scope, Value } from '../model/model.ts';
import { nearest } from '../resolve/near.ts';
import { InputMistake } from './inputs.ts';
import { readNumber } from './values.ts';

/** What can be run: a component by itself, in one setting, or what stands for another component (`Fast.refines`). */
interface Subject {
  readonly name: string;
  readonly component: ModelComponent;
  /** One for each combination of sizes. */
  readonly scopes: readonly Scope[];
  /** Where the sizes are not listed: the scope of one. */
  readonly anySize: AnySize | null;
}

/** Whether what is run is a component in the place of the one that it refines. */
export function isRefinement(name: string): boolean {
  return name.endsWith('.refines');
}

/** Everything in the model that can be run. */
function subjectsOf(model: Model): readonly Subject[] {
  return model.components.flatMap((component): Subject[] => {
    const settings = [...new Set(component.settings.map(({ setting }) => setting!))].map((setting) => ({
      name: `${setting}/${component.name}`,
      component,
      scopes: component.settings.filter((scope) => scope.setting === setting),
      anySize: null,
    }));
    const atAnySize = component.openSettings.map(({ setting, anySize }) => ({
      name: `${setting}/${component.name}`,
      component,
      scopes: [],
      anySize,
    }));
    const { anySize } = component;
    const open = component.open.length > 0 ? component.open : component.used;
    const itself =
      open.length === 0 && anySize === null ? [] : [{ name: component.name, component, scopes: open, anySize }];
    const scopes = component.refinement?.scopes ?? [];
    const refines =
      scopes.length === 0 ? [] : [{ name: `${component.name}.refines`, component, scopes, anySize: null }];
    return [...itself, ...settings, ...atAnySize, ...refines];
  });
}

/** What the claim of that name is about: the subject whose name it begins with. */
function subjectOfClaim(subjects: readonly Subject[], claim: string): Subject | undefined {
  const fitting = subjects.filter(({ name }) => claim.startsWith(`${name}.`));
  return fitting.sort((a, b) => b.name.length - a.name.length)[0];
}

/** The scope that is meant: `of` by its name, the one that `claim` is about, or the only one that nothing has as a part. */
export function scopeOf(
  model: Model,
  { of, claim, sizes }: { of: string | null; claim: string | null; sizes: ReadonlyMap<string, string> },
): { readonly name: string; readonly scope: Scope } {
  const subjects = subjectsOf(model);
  const subject =
    of === null ? (claim === null ? only(subjects) : subjectOfClaim(subjects, claim)) : named(subjects, of);
  if (subject === undefined) throw new InputMistake(`nothing in the file owes \`${claim}\``);
  const single = subject.anySize === null ? null : atSizes(subject.anySize, sizes);
  if (single !== null) return { name: subject.name, scope: single };
  if (subject.anySize !== null && subject.scopes.length === 0)
    throw new InputMistake(
      `${subject.name} has any size: choose with ${subject.anySize.parameters.map((each) => `\`--param ${each}=…\``).join(' ')}`,
    );
  const fitting = subject.scopes.filter(({ fixed }) =>
    [...sizes].every(([name, text]) => !fixed.has(name) || isMeant(fixed.get(name)!, text)),
  );
  if (fitting.length === 1) return { name: subject.name, scope: fitting[0]! };
  const shapes = subject.scopes.map(sizesText).filter((text) => text !== '');
  if (fitting.length === 0) throw new InputMistake(`${subject.name} has no such size; it has ${shapes.join('; ')}`);
  throw new InputMistake(
    `${subject.name} has several sizes: choose with \`--param\`: ${shapes.slice(0, 8).join('; ')}`,
  );
}

/** The scope of the sizes that are given; null where one is not, or where there is no such scope. */
function atSizes(anySize: AnySize, sizes: ReadonlyMap<string, string>): Scope | null {
  const shape = new Map<string, Value>();
  for (const parameter of anySize.parameters) {
    const text = sizes.get(parameter);
    const value = text === undefined ? null : readNumber(text);
    if (value === null || !isWhole(value)) return null;
    shape.set(parameter, value);
  }
  return anySize.at(shape);
}

function named(subjects: readonly Subject[], name: string): Subject {
  const found = subjects.find((subject) => subject.name === name);
  if (found !== undefined) return found;
  const near = nearest(
    name,
    subjects.map((subject) => subject.name),
  );
  const known = subjects.map((subject) => subject.name).join(', ');
  throw new InputMistake(
    `nothing is called \`${name}\`${near === null ? `; there are ${known}` : `; did you mean \`${near}\`?`}`,
  );
}

function only(subjects: readonly Subject[]): Subject {
  if (subjects.length === 0) throw new InputMistake('there is no component');
  const outermost = subjects.filter(
    ({ component, name }) => !component.usedAsPart && !component.imported && !isRefinement(name),
  );
  const meant = outermost.length === 0 ? subjects : outermost;
  const systems = meant.filter(({ component }) => component.kind === 'system');
  const choice = systems.length === 0 ? meant : systems;
  if (choice.length === 1) return choice[0]!;
  throw new InputMistake(`name one with \`--of\`: ${choice.map(({ name }) => name).join(', ')}`);
}

function isMeant(value: Value, text: string): boolean {
  return typeof value === 'object' ? same(value, readNumber(text) ?? text) : String(value) === text;
}

function sizesText({ fixed }: Scope): string {
  return [...fixed]
    .map(([name, value]) => `${name} = ${typeof value === 'object' ? value.toFraction() : String(value)}`)
    .join(', ');
}
