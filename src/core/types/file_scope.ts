import type { Declared, Visible } from '../resolve/declarations.ts';
import { nearest } from '../resolve/near.ts';
import type { Name, UnitText } from '../syntax/ast.ts';
import { builtInUnit, nearUnit } from './built_in_units.ts';
import type { ComponentScope } from './component_scope.ts';
import type { FileScope, NamedType } from './context.ts';
import type { Globals } from './globals.ts';
import type { EnumType, TypedFun, Unit, ValueSymbol } from './typed.ts';
import { readUnit, type SymbolLookup, type UnitProblem } from './unit_expression.ts';

/** What the names of one file mean; see `FileScope`. */
export class FileNames implements FileScope {
  readonly visible: Visible;
  readonly #globals: Globals;
  readonly #units = new Map<string, Unit>();
  #members: ReadonlyMap<string, readonly EnumType[]> | null = null;

  constructor(visible: Visible, globals: Globals) {
    this.visible = visible;
    this.#globals = globals;
  }

  unit(text: UnitText): Unit | null {
    const known = this.#units.get(text.text);
    if (known !== undefined) return known;
    const reading = readUnit(text.text, this.#lookupUnit);
    if (reading.kind === 'unit') {
      this.#units.set(text.text, reading.unit);
      return reading.unit;
    }
    this.#reportUnit(text, reading);
    return null;
  }

  namedType(name: Name): NamedType | null {
    const declared = this.#seen(name.text);
    if (declared?.declaration.kind === 'type') return this.#globals.namedType(declared.declaration);
    if (declared === undefined && this.visible.isSilent(name.text)) return null;
    this.#reportType(name, declared);
    return null;
  }

  value(name: string): ValueSymbol | null | undefined {
    const declaration = this.#seen(name)?.declaration;
    if (declaration?.kind === 'const') return this.#globals.constant(declaration);
    return declaration?.kind === 'fault' ? this.#globals.fault(declaration) : undefined;
  }

  fun(name: string): TypedFun | null | undefined {
    const declaration = this.#seen(name)?.declaration;
    return declaration?.kind === 'fun' ? this.#globals.fun(declaration) : undefined;
  }

  enumeration(name: string): EnumType | undefined {
    const declaration = this.#seen(name)?.declaration;
    const named = declaration?.kind === 'type' ? this.#globals.namedType(declaration) : null;
    if (named?.kind === 'enum') return named.type;
    return named?.type.scalar.kind === 'enum' ? named.type.scalar : undefined;
  }

  enumerationsWith(member: string): readonly EnumType[] {
    this.#members ??= this.#allMembers();
    return this.#members.get(member) ?? [];
  }

  component(name: Name): ComponentScope | null {
    const declared = this.#seen(name.text);
    if (declared?.declaration.kind === 'component') return this.#globals.component(declared.declaration);
    if (declared === undefined && this.visible.isSilent(name.text)) return null;
    this.#reportComponent(name, declared);
    return null;
  }

  #seen(name: string): Declared | undefined {
    return this.visible.lookup('name', name) ?? undefined;
  }

  #allMembers(): ReadonlyMap<string, readonly EnumType[]> {
    const members = new Map<string, readonly EnumType[]>();
    for (const { declaration } of this.visible.all('name')) {
      if (declaration.kind !== 'type' || declaration.definition.kind !== 'enumeration') continue;
      const named = this.#globals.namedType(declaration);
      if (named?.kind !== 'enum') continue;
      for (const member of named.type.members) members.set(member, [...(members.get(member) ?? []), named.type]);
    }
    return members;
  }

  readonly #lookupUnit: SymbolLookup = (symbol) => {
    const declaration = this.visible.lookup('unit', symbol)?.declaration;
    if (declaration?.kind === 'unit') {
      const unit = this.#globals.unit(declaration);
      return unit === null ? { kind: 'failed' } : { kind: 'unit', unit };
    }
    const builtIn = builtInUnit(symbol);
    if (builtIn !== null) return { kind: 'unit', unit: builtIn };
    return { kind: this.visible.isSilent(symbol) ? 'failed' : 'unknown' };
  };

  #reportUnit(text: UnitText, problem: UnitProblem): void {
    if (problem.kind === 'failed') return;
    const { report } = this.#globals;
    const exact = text.span.end - text.span.start === text.text.length;
    const part = (length: number) =>
      exact
        ? { ...text.span, start: text.span.start + problem.at, end: text.span.start + problem.at + length }
        : text.span;
    if (problem.kind === 'syntax') {
      report.error('SV106', `\`${text.text}\` is no unit: ${problem.message}`, text.span, {
        help: 'a unit is a product of powers, as in `m/s^2` or `ms*s/req`',
      });
    } else {
      report.error('SV053', `the unit \`${problem.symbol}\` is not known`, part(problem.symbol.length), {
        help: this.#unitHelp(problem.symbol),
      });
    }
  }

  #unitHelp(symbol: string): string {
    const own = this.visible.all('unit').map(({ declaration }) => declaration.name.text);
    const near = nearUnit(symbol, own);
    const temperature = /^(deg)?c(elsius)?$/i.test(symbol) ? ' Temperatures are kelvin differences.' : '';
    const elsewhere = this.visible.elsewhere('unit', symbol);
    if (elsewhere !== null) return `it is declared in ${elsewhere.module.path}: import that file`;
    return near === null
      ? `declare it: \`unit ${symbol}\``
      : `did you mean \`${near}\`?${temperature} A new unit is declared with \`unit ${symbol}\``;
  }

  #reportType(name: Name, declared: Declared | undefined): void {
    const known = this.visible
      .all('name')
      .filter(({ declaration }) => declaration.kind === 'type')
      .map(({ declaration }) => declaration.name.text);
    const near =
      nearest(name.text, [...known, 'bool', 'int', 'real']) ?? OTHER_TYPE_NAMES.get(name.text.toLowerCase()) ?? null;
    const message = declared === undefined ? `there is no type \`${name.text}\`` : `\`${name.text}\` is no type`;
    this.#globals.report.error('SV055', message, name.span, {
      related: this.#related(name, declared),
      help:
        near === null
          ? `the types are bool, int, real${known.length === 0 ? '' : `, ${known.join(', ')}`}`
          : `did you mean \`${near}\`?`,
    });
  }

  #reportComponent(name: Name, declared: Declared | undefined): void {
    const known = this.visible
      .all('name')
      .filter(({ declaration }) => declaration.kind === 'component')
      .map(({ declaration }) => declaration.name.text);
    const near = nearest(name.text, known);
    const message =
      declared === undefined ? `there is no component \`${name.text}\`` : `\`${name.text}\` is no component`;
    this.#globals.report.error('SV054', message, name.span, {
      related: this.#related(name, declared),
      help: near === null ? null : `did you mean \`${near}\`?`,
    });
  }

  #related(name: Name, declared: Declared | undefined) {
    if (declared !== undefined) return [{ span: declared.declaration.name.span, message: 'declared here' }];
    const elsewhere = this.visible.elsewhere('name', name.text);
    return elsewhere === null
      ? []
      : [{ span: elsewhere.declaration.name.span, message: 'declared in a file that this one does not import' }];
  }
}

const OTHER_TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['boolean', 'bool'], ['integer', 'int'], ['number', 'real'], ['float', 'real'], ['double', 'real'], ['string', 'an enumeration, as in type Mode = { auto, manual }'],
]); // biome-ignore format: a table reads best as one
