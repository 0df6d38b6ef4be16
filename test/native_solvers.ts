import { spawnSync } from 'node:child_process';

/** One question of a check, with what was answered to it. */
export interface Question {
  /** The file or the random system whose check asked it. */
  readonly from: string;
  readonly script: string;
  readonly answer: string;
}

/** A program that reads SMT-LIB from its standard input. */
export interface Program {
  readonly name: string;
  readonly version: string;
  readonly options: readonly string[];
}

/** How long one question may take, in milliseconds, and by how much a program may be late before it is ended. */
const TIME = 5_000;
const LATE = 20_000;

const KNOWN = [
  { name: 'z3', options: ['-in', '-smt2', `-t:${TIME}`, '-memory:1500'] },
  { name: 'cvc5', options: ['--lang=smt2', `--tlimit-per=${TIME}`] },
];

/** The programs that are installed. */
export const INSTALLED: readonly Program[] = KNOWN.flatMap(({ name, options }) => {
  const { status, stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
  const version = /version (\d[\d.]*)/.exec(stdout ?? '')?.[1];
  return status === 0 && version !== undefined ? [{ name, version, options }] : [];
});

/**
 * What a program answers to each of the questions; null where it says neither sat nor unsat in time. One process is asked them
 * one after another; where it hangs or dies, another is asked those that follow.
 */
export function askAnew({ name, options }: Program, questions: readonly Question[]): readonly (string | null)[] {
  const answers: (string | null)[] = [];
  while (answers.length < questions.length) {
    const rest = questions.slice(answers.length);
    const input = rest.map(({ script }, at) => `${script}(echo "end ${at}")\n(reset)\n`).join('');
    const { stdout } = spawnSync(name, options, {
      input,
      encoding: 'utf8',
      timeout: LATE + (TIME * rest.length) / 4,
      killSignal: 'SIGKILL',
      maxBuffer: 1 << 28,
    });
    const said = stdout.split(/^"?end \d+"?\r?\n/m).slice(0, -1);
    for (const text of said) answers.push(/^(?:un)?sat$/.test(text.trim()) ? text.trim() : null);
    // It ended within the next one.
    if (answers.length < questions.length) answers.push(null);
  }
  return answers;
}
