import type { Declared } from '../resolve/declarations.ts';
import { nearest } from '../resolve/near.ts';
import type { Name } from '../syntax/ast.ts';
import { builtInUnit } from './built_in_units.ts';
import type { Context } from './context.ts';
import { isEnum } from './scalar.ts';
import type { EnumType, ScalarType, TypedPart, ValueSymbol } from './typed.ts';

/** What a name in an expression stands for. */
export type Meaning =
  | { readonly kind: 'symbol'; readonly symbol: ValueSymbol }
  | { readonly kind: 'part'; readonly part: TypedPart }
  | { readonly kind: 'members'; readonly enumerations: readonly EnumType[] }
  /** Reported already. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'unknown' };

/**
 * The meaning of a name: binders and arguments first, then the component's own names, then constants and faults of the file
 * and its imports, then members of enumerations.
 */
export function lookup(context: Context, name: string): Meaning {
  const local = context.locals.get(name);
  if (local !== undefined) return { kind: 'symbol', symbol: local };
  const own = lookupOwn(context, name);
  if (own !== null) return own;
  const value = context.file.value(name);
  if (value !== undefined) return value === null ? { kind: 'failed' } : { kind: 'symbol', symbol: value };
  const enumerations = context.file.enumerationsWith(name);
  if (enumerations.length > 0) return { kind: 'members', enumerations };
  return context.file.visible.isSilent(name) ? { kind: 'failed' } : { kind: 'unknown' };
}

function lookupOwn({ component }: Context, name: string): Meaning | null {
  const symbol = component?.symbol(name);
  if (symbol !== undefined) return { kind: 'symbol', symbol };
  const part = component?.part(name);
  if (part !== undefined) return { kind: 'part', part };
  return component?.failed.has(name) ? { kind: 'failed' } : null;
}

/** Reports a name that stands for nothing in an expression, with what may have been meant. */
export function reportUnknown(context: Context, name: Name, expected: ScalarType | null): void {
  const { report } = context.program;
  const other = context.file.visible.lookup('name', name.text);
  const elsewhere = context.file.visible.elsewhere('name', name.text);
  if (other !== null) reportNoValue(context, name, other.declaration.kind);
  else if (isEnum(expected)) reportNoMember(context, name, expected);
  else if (elsewhere !== null) reportNotImported(context, name, elsewhere);
  else
    report.error('SV050', `\`${name.text}\` is not known here`, name.span, { help: suggestValue(context, name.text) });
}

function reportNotImported(context: Context, name: Name, { declaration, module }: Declared): void {
  const message = `\`${name.text}\` is declared in a file that this one does not import`;
  context.program.report.error('SV069', message, name.span, {
    related: [{ span: declaration.name.span, message: 'declared here' }],
    help: `import "${module.path}" in this file: imports of imports are not seen`,
  });
}

/** Reports a name that is no member of the enumeration that is needed. */
export function reportNoMember(context: Context, name: Name, expected: EnumType): void {
  const near = nearest(name.text, [...expected.members, ...valueNames(context)]);
  const members = expected.members.join(', ');
  context.program.report.error('SV066', `\`${name.text}\` is not a member of \`${expected.name}\``, name.span, {
    help: near === null ? `the members are ${members}` : `did you mean \`${near}\`? The members are ${members}`,
  });
}

function reportNoValue(context: Context, name: Name, kind: string): void {
  const what = { fun: 'a function', type: 'a type', component: 'a component' }[kind] ?? `a ${kind}`;
  const help = {
    fun: `call it: \`${name.text}(…)\``,
    type: `name one of its members: \`${name.text}.…\``,
    component: `make a part of it, and speak of the part: \`part p : ${name.text}\``,
  }[kind];
  context.program.report.error('SV061', `\`${name.text}\` is ${what}, and has no value`, name.span, {
    help: help ?? null,
  });
}

function suggestValue(context: Context, name: string): string | null {
  const near = nearest(name, valueNames(context));
  if (near === null && builtInUnit(name) !== null)
    return `\`${name}\` is a unit: it stands right after a number, and a unit expression has no blanks, as in \`20 m/s\``;
  return near === null ? null : `did you mean \`${near}\`${describeNear(context, near)}?`;
}

function describeNear(context: Context, name: string): string {
  const meaning = lookup(context, name);
  if (meaning.kind === 'part') return `, a part`;
  if (meaning.kind === 'members') return `, a member of \`${meaning.enumerations[0]!.name}\``;
  return meaning.kind === 'symbol' ? `, ${describeSymbol(meaning.symbol)}` : '';
}

function valueNames(context: Context): readonly string[] {
  const seen = context.file.visible.all('name').flatMap(({ declaration }) => {
    if (declaration.kind === 'const' || declaration.kind === 'fault') return [declaration.name.text];
    if (declaration.kind !== 'type' || declaration.definition.kind !== 'enumeration') return [];
    return declaration.definition.members.map((member) => member.text);
  });
  return [...context.locals.keys(), ...(context.component?.names ?? []), ...seen];
}

/** `an input`, `a parameter`: what kind of thing a symbol is. */
export function describeSymbol(symbol: ValueSymbol): string {
  switch (symbol.kind) {
    case 'const':
      return 'a constant';
    case 'fault':
      return 'a fault';
    case 'param':
      return 'a parameter';
    case 'in':
      return 'an input';
    case 'out':
      return symbol.delayed ? 'a delayed output' : 'an output';
    case 'var':
      return 'a variable';
    case 'state':
      return 'a state';
    case 'let':
      return 'a definition';
    case 'mode':
      return 'a mode';
    case 'argument':
      return 'an argument';
    case 'index':
      return 'an index';
    case 'member':
      return 'a member';
  }
}
