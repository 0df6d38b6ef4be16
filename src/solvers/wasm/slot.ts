import { Worker } from 'node:worker_threads';
import type { TextAnswer, TextQuestion } from '../../core/smtlib/reply.ts';
import { stepLimit, timerMs } from '../limits.ts';
import { saysOutOfMemory } from '../out_of_memory.ts';
import { z3Strategy } from '../z3_strategy.ts';
import { solverModule } from './module.ts';
import type { WorkerMessage, WorkerQuestion } from './protocol.ts';

/** A worker that is not ready after this many milliseconds never will be. */
const START_WITHIN_MS = 60_000;

export interface SlotOptions {
  readonly memoryMb: number;
  /** The worker's file. */
  readonly script: URL;
  readonly trampolines: boolean;
}

type Failure = Extract<TextAnswer, { kind: 'failed' }>['reason'];

interface Running {
  readonly question: TextQuestion;
  readonly settle: (answer: TextAnswer) => void;
  readonly since: number;
  watchdog: NodeJS.Timeout;
}

/**
 * A place for one worker thread and one question at a time. The worker is started by the first question, kept for the
 * next one after a clean answer, and thrown away after anything else: a throw, exhausted memory, the watchdog.
 */
export class Slot {
  readonly #options: SlotOptions;
  #worker: Worker | null = null;
  #ready = false;
  #running: Running | null = null;
  #closed = false;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#running !== null;
  }

  /** Whether a question would find a worker that is already there. */
  get started(): boolean {
    return this.#worker !== null;
  }

  /** The thread itself, so that a test can kill it. */
  get worker(): Worker | null {
    return this.#worker;
  }

  /** Starts the worker ahead of the first question. */
  warm(): void {
    if (this.#worker === null && !this.#closed)
      this.#start().catch((error: unknown) => this.#fail('crash', String(error)));
  }

  /** Asks; the slot must not be busy. Never rejects. */
  ask(question: TextQuestion): Promise<TextAnswer> {
    if (this.busy) throw new Error('the slot is busy');
    return new Promise((settle) => {
      const watchdog = this.#watch(START_WITHIN_MS, 'crash', 'the solver did not start');
      this.#running = { question, settle, since: performance.now(), watchdog };
      this.#worker?.ref();
      if (this.#ready) this.#send();
      else this.warm();
    });
  }

  /** Ends the worker and fails a running question; the promise is kept when the thread has gone. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#fail('crash', 'the solver was closed');
    await worker?.terminate();
  }

  async #start(): Promise<void> {
    const code = await solverModule();
    if (this.#worker !== null || this.#closed) return;
    const worker = new Worker(this.#options.script, {
      workerData: { ...code, trampolines: this.#options.trampolines },
    });
    this.#worker = worker;
    worker.on('message', (message: WorkerMessage) => {
      if (worker === this.#worker) this.#receive(message);
    });
    worker.on('error', (error) => this.#lost(worker, String(error)));
    worker.on('exit', (code) => this.#lost(worker, `the worker ended with code ${code}`));
    // After the listeners: one for messages keeps the process alive again.
    if (this.#running === null) worker.unref();
  }

  #send(): void {
    const running = this.#running;
    if (running === null) return;
    const { script, ifSat, ifUnsat, ifSatMore, budget } = running.question;
    clearTimeout(running.watchdog);
    running.watchdog = this.#watch(timerMs(budget.timeoutMs), 'timeout', `stopped after ${budget.timeoutMs} ms`);
    const sent: WorkerQuestion = {
      script: z3Strategy(script) + script,
      ifSat,
      ifUnsat,
      ifSatMore: ifSatMore ?? null,
      rlimit: stepLimit(budget),
      memoryMb: this.#options.memoryMb,
    };
    this.#worker?.postMessage(sent);
  }

  /**
   * When time is up, an answer that has come in while this thread was busy is still read: timers run before messages,
   * hence the second look after the messages.
   */
  #watch(ms: number, reason: Failure, detail: string): NodeJS.Timeout {
    const watchdog: NodeJS.Timeout = setTimeout(() => {
      setImmediate(() => {
        if (this.#running?.watchdog === watchdog) this.#fail(reason, detail);
      });
    }, ms);
    return watchdog;
  }

  #receive(message: WorkerMessage): void {
    switch (message.kind) {
      case 'ready':
        this.#ready = true;
        this.#send();
        break;
      case 'threw':
        this.#fail(saysOutOfMemory(message.detail) ? 'memory' : 'crash', message.detail);
        break;
      case 'answered':
        this.#answered(message);
        break;
    }
  }

  #answered({ check, followUp, more, rlimit, timeMs }: Extract<WorkerMessage, { kind: 'answered' }>): void {
    const text = check + (followUp ?? '') + (more ?? '');
    if (saysOutOfMemory(text)) this.#fail('memory', text.trim());
    else this.#settle({ kind: 'text', check, followUp, more, rlimit, timeMs });
  }

  #lost(worker: Worker, detail: string): void {
    if (worker === this.#worker) this.#fail('crash', detail);
  }

  /** Throws the worker away and tells whoever waits for it. */
  #fail(reason: Failure, detail: string): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#ready = false;
    void worker?.terminate();
    const timeMs = this.#running === null ? 0 : performance.now() - this.#running.since;
    this.#settle({ kind: 'failed', reason, detail, timeMs });
  }

  #settle(answer: TextAnswer): void {
    const running = this.#running;
    if (running === null) return;
    clearTimeout(running.watchdog);
    this.#running = null;
    this.#worker?.unref();
    running.settle(answer);
  }
}
