import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from './types_load.ts';

const folder = new URL('../corpus/cases/', import.meta.url);

describe('the cases', () => {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.safety'))) {
    it(`${name} is well typed`, () => {
      const { program, said } = check(readFileSync(new URL(name, folder), 'utf8'));
      expect(said.filter((one) => one.severity === 'error')).toEqual([]);
      expect(program).not.toBeNull();
    });
  }
});
