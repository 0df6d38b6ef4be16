import { afterAll, describe, expect, test } from 'vitest';
import { certify, sealed } from '../certcheck/naive_prover.ts';
import { readSpec } from '../certcheck/reading.ts';
import { Folder, lastLine, safeverify } from './command.ts';

/** `certcheck` as a user runs it. */

const SPEC = `component C {
  in x : int in 0..3
  out y : int = x
  guarantee g: y <= 3
  guarantee h: y >= 0
}
`;
const folder = new Folder();
afterAll(() => folder.remove());
const spec = readSpec('good.safety', SPEC);
const document = certify(spec.model!, spec);
const path = folder.write('good.safety', SPEC);
folder.write('good.json', sealed(document));
const run = (...words: string[]) => safeverify(['certcheck', ...words], { cwd: folder.path });

describe('certcheck', () => {
  test('what is accepted, what is not asked, and what is trusted', () => {
    const { code, stdout, stderr } = run('good.safety', 'good.json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('accepted C.g\naccepted C.h\n\n2 of 2 obligations accepted\n');
    expect(stdout).toContain('asks what no certificate shows: C.consistent, C.realizable');
    expect(stdout).toContain('validity only: consistency and realizability');
    for (const room of ['syntax', 'types', 'model', 'exact']) expect(stdout).toContain(room);
  });

  test('a document for machines', () => {
    const { code, stdout } = run('good.safety', 'good.json', '--format', 'json');
    expect(code).toBe(0);
    const { rejected, checked, missing, notCertified, trusted, inputs } = JSON.parse(stdout);
    expect({ rejected, checked, missing, notCertified }).toEqual({
      rejected: null,
      checked: ['C.g', 'C.h'].map((id) => ({ id, verdict: 'accepted', reason: null })),
      missing: [],
      notCertified: ['C.consistent', 'C.realizable'],
    });
    expect(trusted).toHaveLength(4);
    expect(inputs[0].path).toBe('good.safety');
  });

  test('what is rejected ends in 1', () => {
    const [first, second] = document.goals;
    const swapped = [{ ...first!, obligation: second!.obligation }];
    folder.write('swapped.json', sealed({ ...document, goals: swapped }));
    const one = run('good.safety', 'swapped.json');
    expect(one.code).toBe(1);
    expect(one.stdout).toMatch(/^rejected C\.[gh]: /);
    expect(lastLine(one.stderr)).toBe('safeverify: 1 of 1 obligations are not accepted');
    folder.write('other.safety', SPEC.replace('0..3', '0..4'));
    const other = run('other.safety', 'good.json');
    expect(other.code).toBe(1);
    expect(lastLine(other.stderr)).toContain('it certifies other files than these');
    folder.write('empty.json', sealed({ ...document, goals: [] }));
    expect(run('good.safety', 'empty.json').code).toBe(1);
  });

  test('what cannot start ends in 2', () => {
    folder.write('broken.safety', 'component C { guarantee g: y }');
    folder.write('bytes.json', Uint8Array.of(0xff, 0xfe));
    for (const words of [
      ['good.safety'],
      ['missing.safety', 'good.json'],
      ['good.safety', 'missing.json'],
      ['good.safety', '.'],
      ['good.safety', 'bytes.json'],
      ['broken.safety', 'good.json'],
      ['good.safety', 'good.json', '--format', 'xml'],
    ]) {
      const { code, stderr } = run(...words);
      expect([words, code]).toEqual([words, 2]);
      expect(lastLine(stderr)).toMatch(/^safeverify: ./);
      expect(stderr).not.toMatch(/\n\s+at |node:internal/);
    }
    expect(path).toContain('good.safety');
  });
});
