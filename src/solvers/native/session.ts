import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** Printed by the solver behind each answer, so that the end of an answer is known. No script of ours says it. */
const END = 'safeverify-end';

/** One solver process and what it says; killed when it is of no more use. */
export class Session {
  readonly #child: ChildProcessWithoutNullStreams;
  #said = '';
  /** Warnings and errors; they are put in front of the answer during which they came and so spoil it. */
  #aside = '';
  #ended: string | null = null;
  #look: () => void = () => {};

  constructor(program: string, args: readonly string[]) {
    this.#child = spawn(program, args, { stdio: 'pipe', windowsHide: true });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#hear(() => (this.#said += text)));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => this.#hear(() => (this.#aside += text)));
    this.#child.on('error', (error) => this.#hear(() => (this.#ended ??= error.message)));
    this.#child.on('close', (code, signal) =>
      this.#hear(() => (this.#ended ??= `ended with ${signal ?? `code ${code}`}`)),
    );
    // Writing to a process that has gone is no news: its end is.
    this.#child.stdin.on('error', () => {});
  }

  /** Sends commands and gives their answer; rejects when the process ends before. One call at a time. */
  say(commands: string): Promise<string> {
    this.#child.stdin.write(`${commands}\n(echo "${END}")\n`);
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const answer = this.#answer();
        if (answer !== null) resolve(answer);
        else if (this.#ended !== null) reject(new Error(`${this.#aside}${this.#said}${this.#ended}`));
      };
      this.#look();
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #hear(note: () => void): void {
    note();
    this.#look();
  }

  /** What was said before the end mark, which z3 writes bare and cvc5 in quotes. */
  #answer(): string | null {
    const mark = new RegExp(`^"?${END}"?\\r?\\n`, 'm').exec(this.#said);
    if (mark === null) return null;
    const answer = this.#aside + this.#said.slice(0, mark.index);
    this.#said = this.#said.slice(mark.index + mark[0].length);
    this.#aside = '';
    return answer;
  }
}
