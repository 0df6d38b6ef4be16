import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, messageOf } from './failure.ts';
import type { Outcome } from './outcome.ts';

/** A specification to start from: two contracts, a system, and a claim that is proved. */
const FIRST = `// A pump fills a tank through a valve. \`safeverify check first.safety\` proves that the tank cannot be overfilled.

/// What the maker of the valve promises. A contract without an implementation is trusted.
component Valve {
  in demand : real [L/min] in 0..
  out flow : real [L/min]
  assume rated "the valve is built for this": demand <= 40 L/min
  guarantee passes: 0 L/min <= flow <= demand
}

system Filling {
  param time : real [min] in 0..5
  in demand : real [L/min] in 0..30
  out filled : real [L] = valve.flow * time
  part valve : Valve
  connect demand -> valve.demand
  guarantee no_overflow "the tank holds 150 litres": filled <= 150 L
}
`;

const NAME = 'first.safety';

/** `init`: writes a first specification into a folder. What is there is never written over. */
export function init(folder: string): Outcome {
  const path = join(folder, NAME);
  const help = 'choose another folder: `safeverify init DIR`';
  if (existsSync(path)) throw new Failure('SV308', `\`${path}\` is there already`, help);
  try {
    writeFileSync(path, FIRST, { flag: 'wx' });
  } catch (thrown) {
    throw new Failure('SV308', `\`${path}\` cannot be written: ${messageOf(thrown)}`, help);
  }
  process.stdout.write(`${path} is written; next: safeverify check ${path}\n`);
  return { code: 0, reason: null };
}
