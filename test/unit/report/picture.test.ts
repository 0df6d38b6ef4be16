import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rational } from '../../../src/core/exact/rational.ts';
import { Axis, HEIGHT, WIDTH } from '../../../src/core/report/picture.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'explanation');
const page = readFileSync(join(FOLDER, 'claims-over-time.md'), 'utf8');
const picture = readFileSync(join(FOLDER, 'claims-over-time.svg'), 'utf8');

/** What is wrong with the nesting and the quoting of a document's elements. */
function malformed(document: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const rest = document.replace(
    /<(\/?)([a-z]+)((?: [\w:-]+="[^"<>]*")*)(\/?)>/g,
    (_, ends, name, _attributes, alone) => {
      if (ends === '/') {
        if (open.pop() !== name) wrong.push(`</${name}>`);
      } else if (alone === '') open.push(name);
      return '';
    },
  );
  if (/[<>]|&(?!amp;|lt;|gt;)/.test(rest)) wrong.push('a bare <, > or &');
  return [...wrong, ...open];
}

/** The rows of the page's figures: a line for each depth, with a cell for each engine. */
function figures(): { readonly engines: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const table = page.split('<!-- figures -->')[1]!.split('<!-- end of figures -->')[0]!;
  const lines = table.split('\n').filter((line) => line.startsWith('| '));
  const cells = lines.map((line) => line.slice(2, -2).split(' | '));
  return { engines: cells[0]!.slice(1, -1), rows: cells.filter(([first]) => /^\d+$/.test(first!)) };
}

test('the picture of claims over time is a document of its own', () => {
  expect(page).toContain('](claims-over-time.svg)');
  expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  expect(malformed(picture)).toEqual([]);
  expect(malformed('<g><path d="a"/></svg>')).not.toEqual([]);
  expect(malformed('<text>a < b</text>')).not.toEqual([]);
});

test('it has a line for each engine of the page, a point for each depth and where it gave up, and all of it inside', () => {
  const { engines, rows } = figures();
  expect(rows.map(([depth]) => depth)).toEqual(['5', '10', '20', '30', '40', '50']);
  const lines = [...picture.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points!.split(' '));
  expect(lines).toHaveLength(engines.length);
  for (const points of lines) expect(points.length).toBeGreaterThanOrEqual(rows.length);
  expect(picture.match(/<(?:circle|path d="M[\d.]+ [\d.]+m)/g)).toHaveLength(lines.flat().length);
  for (const engine of engines) expect(picture).toContain(`>${engine}</text>`);
  for (const [x, y] of lines.flat().map((point) => point.split(',').map(Number))) {
    expect(x! > 0 && x! < WIDTH && y! > 0 && y! < HEIGHT).toBe(true);
  }
});

test('the picture is of the figures: what takes longer stands higher', () => {
  const { engines, rows } = figures();
  const lines = [...picture.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points!.split(' '));
  const all = engines.flatMap((_, engine) =>
    rows.map((cells, at) => ({
      seconds: Number(/([\d.]+) s/.exec(cells[engine + 1]!)![1]),
      y: Number(lines[engine]![at]!.split(',')[1]),
    })),
  );
  for (const one of all) for (const other of all) if (one.seconds > other.seconds) expect(one.y).toBeLessThan(other.y);
});

test('an axis has round numbers on both sides of its values', () => {
  const axis = new Axis([rational(3n), rational(47n)], 100, 700);
  expect(axis.ticks.map((tick) => tick.toFraction())).toEqual(['0', '10', '20', '30', '40', '50']);
  expect(axis.place(rational(0n))).toBe('100');
  expect(axis.place(rational(25n))).toBe('400');
});
