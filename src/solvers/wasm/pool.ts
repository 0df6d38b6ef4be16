import { availableParallelism } from 'node:os';
import type { TextAnswer, TextQuestion, TextSolver } from '../../core/smtlib/reply.ts';
import { askVersion } from '../version.ts';
import { Slot, type SlotOptions } from './slot.ts';

export interface WasmSolverOptions {
  /** Worker threads at most; they are started as questions need them. Default: the number of cores, at most 4. */
  readonly workers?: number;
  /** What one solver may allocate, in MiB; its address space ends at 2048. Default: 1536. */
  readonly memoryMb?: number;
  /** The worker's file; for tests. */
  readonly script?: URL;
  /** Whether calls that may throw stay within WebAssembly; `false` is the slow way, for tests. Default: true. */
  readonly trampolines?: boolean;
}

export interface WasmSolver extends TextSolver {
  /** Starts the first worker, so that it is there when the first question comes. */
  warm(): void;
}

/**
 * Z3 as WebAssembly in a pool of worker threads. A question has a context of its own, so an answer depends neither on
 * the worker nor on what was asked before. Idle workers do not keep the process alive.
 */
export function createWasmSolver(options: WasmSolverOptions = {}): WasmSolver {
  return new WasmPool(options);
}

interface Waiting {
  readonly question: TextQuestion;
  readonly settle: (answer: TextAnswer) => void;
}

/** The pool itself; `slots` is public for tests that kill workers. */
export class WasmPool implements WasmSolver {
  readonly slots: readonly Slot[];
  readonly #waiting: Waiting[] = [];
  #version: ReturnType<TextSolver['version']> | null = null;
  #closed = false;

  constructor(options: WasmSolverOptions = {}) {
    const count = Math.max(1, options.workers ?? Math.min(availableParallelism(), 4));
    const slotOptions: SlotOptions = {
      memoryMb: options.memoryMb ?? 1536,
      script: options.script ?? new URL('./worker.js', import.meta.url),
      trampolines: options.trampolines ?? true,
    };
    this.slots = Array.from({ length: count }, () => new Slot(slotOptions));
  }

  warm(): void {
    this.slots[0]?.warm();
  }

  ask(question: TextQuestion): Promise<TextAnswer> {
    if (this.#closed) return Promise.resolve(closed());
    return new Promise((settle) => {
      this.#waiting.push({ question, settle });
      this.#dispatch();
    });
  }

  version(): ReturnType<TextSolver['version']> {
    this.#version ??= askVersion(this, 'wasm');
    return this.#version;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { settle } of this.#waiting.splice(0)) settle(closed());
    await Promise.all(this.slots.map((slot) => slot.close()));
  }

  /** Gives waiting questions, in their order, to free slots: to running workers first. */
  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const free = this.slots.filter((slot) => !slot.busy);
      const slot = free.find((candidate) => candidate.started) ?? free[0];
      if (slot === undefined) return;
      const { question, settle } = this.#waiting.shift()!;
      void slot.ask(question).then((answer) => {
        settle(answer);
        this.#dispatch();
      });
    }
  }
}

function closed(): TextAnswer {
  return { kind: 'failed', reason: 'crash', detail: 'the solver was closed', timeMs: 0 };
}
