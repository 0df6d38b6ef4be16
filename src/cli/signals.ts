import { constants } from 'node:os';
import type { Outcome } from './outcome.ts';
import { flushed, tellReason } from './outlet.ts';
import type { Session } from './session.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

type Signal = (typeof SIGNALS)[number];

/**
 * Does the session's `work`, lets `finish` tell of it, and closes the solver. A signal ends the process with 130 or 143
 * instead, its reports written by `stop`; a second one ends it at once.
 */
export async function whileInterruptible(
  session: Session,
  stop: (code: number) => void,
  work: () => Promise<void>,
  finish: () => Outcome,
): Promise<Outcome> {
  let interrupted = false;
  const onSignal = (signal: Signal) => {
    if (interrupted) process.exit(codeOf(signal));
    interrupted = true;
    void interrupt(session, stop, signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    await work();
    // A closed solver answers at once, and the work seems done; the interrupt has the last word.
    return interrupted ? await forever() : finish();
  } catch (thrown) {
    if (interrupted) return await forever();
    throw thrown;
  } finally {
    await session.close();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

function codeOf(signal: Signal): number {
  return 128 + constants.signals[signal];
}

async function interrupt(session: Session, stop: (code: number) => void, signal: Signal): Promise<void> {
  const code = codeOf(signal);
  try {
    await session.close();
    stop(code);
  } finally {
    tellReason(signal === 'SIGINT' ? 'interrupted' : 'terminated');
    await flushed();
    process.exit(code);
  }
}

/** The interrupt ends the process; what it interrupted has nothing more to say. */
function forever(): Promise<never> {
  return new Promise(() => {});
}
