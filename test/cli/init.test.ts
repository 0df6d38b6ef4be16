import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { safeverify } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'safeverify-init-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('init', () => {
  test('writes a specification that is proved, in the canonical layout, and never over another', () => {
    expect(safeverify(['init'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    const first = join(folder, 'first.safety');
    const text = readFileSync(first, 'utf8');
    const checked = safeverify(['check', 'first.safety'], { cwd: folder });
    expect(checked.stdout).not.toContain('warning');
    expect(checked.code).toBe(0);
    expect(safeverify(['fmt', '--check', 'first.safety'], { cwd: folder }).code).toBe(0);
    const again = safeverify(['init'], { cwd: folder });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('is there already');
    expect(readFileSync(first, 'utf8')).toBe(text);
  });

  test('a folder that is not there', () => {
    expect(safeverify(['init', 'nowhere'], { cwd: folder }).code).toBe(2);
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('%s knows the commands', (shell) => {
    const { code, stdout } = safeverify(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/check.*explain.*init/);
  });

  test('another shell', () => {
    expect(safeverify(['completion', 'csh'])).toMatchObject({ code: 2, stdout: '' });
  });
});
