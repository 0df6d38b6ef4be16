import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  blocksOf,
  codesOf,
  isSession,
  isSpec,
  normalised,
  pages,
  ROOT,
  readPage,
  replayed,
  shellWords,
  updated,
  Workshop,
} from './docs_examples.ts';

/**
 * Every example of README.md and docs/ is run.
 *
 * A `safety` block is checked: it may have refuted claims, but no mistake; with `raises=SV110` it must bring up that code.
 * A block with `file=NAME` is there for later `console` blocks of its page. A `console` block that begins with `$ safeverify`
 * is executed, and its output compared. `npm run docs:update` writes the outputs again.
 */
const UPDATE = process.env.DOCS_UPDATE !== undefined;
describe.each(pages())('%s', (page) => {
  const text = readPage(page);
  const blocks = blocksOf(text);
  let shop: Workshop;

  beforeAll(() => {
    shop = new Workshop();
    for (const block of blocks) {
      const name = block.info.get('file');
      if (name !== undefined) shop.write(name, block.lines);
    }
  });

  afterAll(() => shop.remove());

  test('has examples that can be read', () => {
    expect(blocks.filter((block) => block.language === 'safety' && block.lines.length === 0)).toEqual([]);
  });

  if (UPDATE) {
    test('is written again', () => {
      writeFileSync(join(ROOT, page), updated(text, shop));
    });
  }

  for (const block of blocks.filter(isSpec)) {
    test(`the specification in line ${block.at}`, async () => {
      const codes = await codesOf(shop.write(block.info.get('file') ?? `line_${block.at}.safety`, block.lines));
      const raises = block.info.get('raises');
      const mistakes = codes.filter(({ code, severity }) => severity === 'error' && code !== 'SV307');
      if (raises === undefined) expect(mistakes).toEqual([]);
      else expect(codes.map(({ code }) => code)).toContain(raises);
    });
  }

  for (const block of UPDATE ? [] : blocks.filter(isSession)) {
    test(`the session in line ${block.at}`, () => {
      expect(normalised(block.lines)).toEqual(normalised(replayed(block, shop.folder)));
    });
  }
});

describe('the runner itself', () => {
  test('finds blocks, their words and their lines', () => {
    const text =
      'one\n```safety file=a.safety raises=SV110\nunit x\n```\n\n```console\n$ safeverify check a.safety\nout\n```\n';
    const [spec, session] = blocksOf(text);
    expect(spec).toMatchObject({ language: 'safety', lines: ['unit x'], at: 2 });
    expect(spec!.info.get('file')).toBe('a.safety');
    expect(spec!.info.get('raises')).toBe('SV110');
    expect(isSession(session!)).toBe(true);
  });

  test('an output that differs is seen', () => {
    const shop = new Workshop();
    const [block] = blocksOf('```console\n$ safeverify explain SV201\nsomething else\n```\n');
    expect(normalised(block!.lines)).not.toEqual(normalised(replayed(block!, shop.folder)));
    shop.remove();
  });

  test('a block without an end is an error', () => {
    expect(() => blocksOf('```safety\nunit x\n')).toThrow('without an end');
  });

  test('words of a command', () => {
    expect(shellWords(`safeverify check a.safety --only 'S.g*' --format "json=o ut"`)).toEqual([
      'safeverify',
      'check',
      'a.safety',
      '--only',
      'S.g*',
      '--format',
      'json=o ut',
    ]);
  });
});
