import { availableParallelism } from 'node:os';
import type { TextAnswer, TextQuestion, TextSolver } from '../../core/smtlib/reply.ts';
import { timerMs } from '../limits.ts';
import { saysOutOfMemory } from '../out_of_memory.ts';
import { Turns } from '../turns.ts';
import { askVersion } from '../version.ts';
import { DIALECTS, type Dialect } from './dialect.ts';
import { Session } from './session.ts';

export interface NativeSolverOptions {
  /** The program: z3 or cvc5. */
  readonly path: string;
  /** Processes at once. Default: the number of cores, at most 4. */
  readonly processes?: number;
  /** What one process may allocate, in MiB, where the solver can be told. Default: 1536. */
  readonly memoryMb?: number;
}

/** A solver's own program (z3 or cvc5), one process for each question: none sees what was asked before. */
export function createNativeSolver(options: NativeSolverOptions): TextSolver {
  return new NativeSolver(options);
}

class NativeSolver implements TextSolver {
  readonly #program: string;
  readonly #memoryMb: number;
  readonly #turns: Turns;
  readonly #open = new Set<Session>();
  #identity: Promise<Identity> | null = null;
  #closed = false;

  constructor(options: NativeSolverOptions) {
    this.#program = options.path;
    this.#memoryMb = options.memoryMb ?? 1536;
    this.#turns = new Turns(Math.max(1, options.processes ?? Math.min(availableParallelism(), 4)));
  }

  async ask(question: TextQuestion): Promise<TextAnswer> {
    const { dialect } = await this.#identify();
    return this.#turns.run(() => this.#run(dialect, question));
  }

  async version(): ReturnType<TextSolver['version']> {
    const { version } = await this.#identify();
    return version;
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const session of this.#open) session.kill();
    return Promise.resolve();
  }

  #identify(): Promise<Identity> {
    this.#identity ??= this.#tryDialects();
    return this.#identity;
  }

  /** Starts the program in each dialect's way until it gives that dialect's name; else it is taken for the first. */
  async #tryDialects(): Promise<Identity> {
    const found: Identity[] = [];
    for (const dialect of DIALECTS) {
      const version = await askVersion({ ask: (question) => this.#run(dialect, question) }, 'native');
      if (version.name === dialect.name) return { dialect, version };
      found.push({ dialect, version });
    }
    return found[0]!;
  }

  async #run(dialect: Dialect, question: TextQuestion): Promise<TextAnswer> {
    const since = performance.now();
    const failed = (reason: 'timeout' | 'memory' | 'crash', detail: string): TextAnswer => {
      return { kind: 'failed', reason, detail, timeMs: performance.now() - since };
    };
    if (this.#closed) return failed('crash', 'the solver was closed');
    const session = new Session(this.#program, dialect.arguments(question.budget, this.#memoryMb));
    this.#open.add(session);
    let late = false;
    const watchdog = setTimeout(() => {
      late = true;
      session.kill();
    }, timerMs(question.budget.timeoutMs));
    try {
      const said = await converse(session, dialect, question);
      const text = said.check + (said.followUp ?? '');
      if (saysOutOfMemory(text)) return failed('memory', text.trim());
      return { kind: 'text', ...said, timeMs: performance.now() - since };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (late) return failed('timeout', `stopped after ${question.budget.timeoutMs} ms`);
      return failed(saysOutOfMemory(detail) ? 'memory' : 'crash', detail);
    } finally {
      clearTimeout(watchdog);
      session.kill();
      this.#open.delete(session);
    }
  }
}

interface Identity {
  readonly dialect: Dialect;
  readonly version: Awaited<ReturnType<TextSolver['version']>>;
}

type Said = Pick<Extract<TextAnswer, { kind: 'text' }>, 'check' | 'followUp' | 'more' | 'rlimit'>;

async function converse(session: Session, dialect: Dialect, question: TextQuestion): Promise<Said> {
  const check = await session.say(dialect.head(question.budget, question.script) + question.script);
  const next = followUpTo(check.trim(), question);
  const followUp = next === null ? null : await session.say(next);
  const used = /^\(:rlimit (\d+)\)/.exec(await session.say('(get-info :rlimit)'))?.[1];
  const { ifSatMore = null } = question;
  const more = ifSatMore !== null && check.trim() === 'sat' ? await session.say(ifSatMore) : null;
  return { check, followUp, more, rlimit: Number(used ?? 0) };
}

function followUpTo(answer: string, question: TextQuestion): string | null {
  switch (answer) {
    case 'sat':
      return question.ifSat;
    case 'unsat':
      return question.ifUnsat;
    case 'unknown':
      return '(get-info :reason-unknown)';
    default:
      return null;
  }
}
