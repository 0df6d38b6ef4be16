import { describe, expect, it } from 'vitest';
import { show } from '../../src/core/exact/rational.ts';
import { builtInUnit, nearUnit } from '../../src/core/types/built_in_units.ts';
import type { Unit } from '../../src/core/types/typed.ts';
import { divideUnits, mixesSizes, multiplyUnits, raiseUnit, readableUnit } from '../../src/core/types/unit.ts';
import { readUnit } from '../../src/core/types/unit_expression.ts';
import { BUILT_IN_UNITS } from '../../src/core/types/unit_table.ts';
import { dimensionInWords, mendInWords } from '../../src/core/types/words.ts';

function unit(text: string): Unit {
  const reading = readUnit(text, (symbol) => {
    const found = builtInUnit(symbol);
    return found === null ? { kind: 'unknown' } : { kind: 'unit', unit: found };
  });
  if (reading.kind !== 'unit') throw new Error(`${text}: ${reading.kind}`);
  return reading.unit;
}

const factor = (text: string) => show(unit(text).factor, 40);
const dimension = (text: string) =>
  unit(text)
    .dimension.map(({ base, exponent }) => `${base}${exponent}`)
    .join(' ');

describe('sizes of units', () => {
  it.each([
    ['ms', '0.001'], ['L/min', '1/60000'], ['km/h', '5/18'], ['yr', '31557600'], ['week', '604800'], ['g', '0.001'], ['kg', '1'],
    ['kB', '8000'], ['KiB', '8192'], ['Mbit', '1000000'], ['Gibit', '1073741824'], ['bar', '100000'], ['mbar', '100'], ['kWh', '3600000'],
    ['%', '0.01'], ['rad', '1'], ['mrad', '0.001'], ['um', '0.000001'], ['dam', '10'], ['m/s^2', '1'], ['cm^3', '0.000001'], ['t', '1000'],
    ['1/min', '1/60'], ['J/(kg*K)', '1'], ['mm/ms*s', '1'], ['day', '86400'], ['MHz', '1000000'], ['s^-1', '1'], ['min', '60'],
  ])('one %s is %s base units', (text, expected) => {
    expect(factor(text)).toBe(expected);
  }); // biome-ignore format: a table reads best as one

  it('binds `*` and `/` to the left: a/b*c is (a/b)*c', () => {
    expect(dimension('m/s*kg')).toBe('kg1 m1 s-1');
    expect(dimension('m/(s*kg)')).toBe('kg-1 m1 s-1');
  });

  it('prefixes only what takes prefixes', () => {
    expect(
      ['kmin', 'mB', 'Kim', 'k', 'kday', 'kt', 'k%', 'mmm', 'mkg'].filter((text) => builtInUnit(text) !== null),
    ).toEqual([]);
  });

  it('reads an exact symbol before a prefix', () => {
    expect(dimension('cd')).toBe('cd1');
    expect(dimension('Pa')).toBe('kg1 m-1 s-2');
    expect(dimension('mol')).toBe('mol1');
  });

  it('is coherent: derived SI units have factor 1 but for their own definition', () => {
    for (const symbol of ['N', 'Pa', 'J', 'W', 'C', 'V', 'F', 'ohm', 'S', 'Wb', 'T', 'H', 'Hz'])
      expect(factor(symbol)).toBe('1');
    expect(dimension('V*A')).toBe(dimension('W'));
    expect(dimension('ohm*A')).toBe(dimension('V'));
    expect(dimension('F*V')).toBe(dimension('C'));
    expect(dimension('H*A')).toBe(dimension('Wb'));
    expect(dimension('T*m^2')).toBe(dimension('Wb'));
    expect(dimension('1/ohm')).toBe(dimension('S'));
    expect(dimension('N*m')).toBe(dimension('J'));
  });

  it('has no prefixed symbol with two meanings that differ in dimension from an exact one', () => {
    for (const symbol of BUILT_IN_UNITS.keys())
      expect(builtInUnit(symbol)!.dimension).toBe(BUILT_IN_UNITS.get(symbol)!.dimension);
  });
});

describe('mistakes in units', () => {
  it.each([['m//s'], ['m/'], ['/s'], ['m^x'], ['m^2.5'], ['(m'], ['m)'], ['2m'], ['m^100'], ['']])(
    '%s cannot be read',
    (text) => {
      expect(readUnit(text, () => ({ kind: 'unit', unit: builtInUnit('m')! })).kind).toBe('syntax');
    },
  );

  it('limits nesting', () => {
    const reading = readUnit(`${'('.repeat(5000)}m${')'.repeat(5000)}`, () => ({
      kind: 'unit',
      unit: builtInUnit('m')!,
    }));
    expect(reading.kind).toBe('syntax');
  });

  it.each([
    ['kw', 'kW'], ['Kw', 'kW'], ['KB', 'kB'], ['sec', 's'], ['hours', 'h'], ['l', 'L'], ['Pascal', 'Pa'], ['MS', 'ms'], ['hz', 'Hz'], ['reqs', 'req'], ['Req', 'req'],
  ])('%s may mean %s', (written, meant) => {
    expect(nearUnit(written, ['req'])).toBe(meant);
  }); // biome-ignore format: a table reads best as one
});

describe('units through arithmetic', () => {
  it('reads as its author would write it', () => {
    expect(multiplyUnits(unit('bit/s'), unit('ms*s/bit')).text).toBe('ms');
    expect(divideUnits(unit('m'), unit('s')).text).toBe('m/s');
    expect(divideUnits(unit('m'), unit('m')).text).toBe('');
    expect(raiseUnit(unit('m/s'), 2).text).toBe('m^2/s^2');
    expect(divideUnits(unit('1/s'), unit('m')).text).toBe('1/s/m');
  });

  it('keeps the exact size, and merges symbols of one dimension only for reading', () => {
    const exact = multiplyUnits(unit('km/h'), unit('s'));
    expect([exact.text, show(exact.factor)]).toEqual(['km*s/h', '5/18']);
    expect(mixesSizes(exact)).toBe(true);
    expect([readableUnit(exact).text, show(readableUnit(exact).factor)]).toEqual(['km', '1000']);
  });
});

describe('dimensions in words', () => {
  it.each([
    ['L/min', 'volume per time'], ['m/s', 'length per time'], ['m/s^2', 'length per time squared'], ['Hz', 'frequency'], ['kW', 'power'],
    ['%', 'a plain number'], ['B/s', 'information per time'], ['m^2', 'area'], ['kW/m^2', 'mass per time cubed'], ['K', 'temperature'],
  ])('%s is %s', (text, words) => {
    expect(dimensionInWords(unit(text).dimension)).toBe(words);
  }); // biome-ignore format: a table reads best as one

  it('says which factor would mend a mismatch', () => {
    expect(mendInWords(unit('L/min').dimension, unit('m/s').dimension)).toContain(
      'differ by an area: divide the left side',
    );
    expect(mendInWords(unit('m/s').dimension, unit('m').dimension)).toContain(
      'differ by a time: multiply the left side',
    );
    expect(mendInWords(unit('W').dimension, unit('J').dimension)).toContain('differ by a time: multiply the left side');
    expect(mendInWords(unit('kg').dimension, unit('K*m').dimension)).toBeNull();
  });
});
