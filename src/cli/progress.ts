import { cutMiddle, printable } from '../core/report/printable.ts';

/** Runs shorter than this show no progress, in milliseconds. */
const PATIENCE = 400;

/** The least time between two drawings, in milliseconds. */
const PAUSE = 80;

/** One redrawn line on stderr, on a terminal only, for runs that take a while. */
export class Progress {
  readonly #began = performance.now();
  readonly #active = process.stderr.isTTY === true;
  #drawn = false;
  #last = 0;

  /** Shows that `done` of `total` obligations of a file are decided, and which is next. */
  show(done: number, total: number, id: string): void {
    const now = performance.now();
    if (!this.#active || now - this.#began < PATIENCE || now - this.#last < PAUSE) return;
    this.#last = now;
    this.#drawn = true;
    process.stderr.write(`\r\u001b[2K  ${done} of ${total}  ${cutMiddle(printable(id), 60)}`);
  }

  /** Takes the line away again. */
  clear(): void {
    if (this.#drawn) process.stderr.write('\r\u001b[2K');
    this.#drawn = false;
  }
}
