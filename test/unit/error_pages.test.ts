import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/core/diagnostics/registry.ts';

/** Every code that a user can see has a page, every page has a code, and the index names them all. */

const folder = new URL('../../docs/errors/', import.meta.url);
const pages = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name.slice(0, -3), readFileSync(new URL(name, folder), 'utf8')]),
);
const index = readFileSync(new URL('../../docs/reference/diagnostics.md', import.meta.url), 'utf8');

describe('the pages of the codes', () => {
  it.each(Object.entries(REGISTRY))('%s has a page with its title', (code, title) => {
    expect(pages.get(code)?.split('\n')[0]).toBe(`# ${code}: ${title}`);
  });

  it.each(Object.entries(REGISTRY))('%s is in the index', (code, title) => {
    expect(index).toContain(`| [${code}](../errors/${code}.md) | ${title} |`);
  });

  it('has no page without a code', () => {
    expect([...pages.keys()].filter((code) => !(code in REGISTRY))).toEqual([]);
  });
});
