#!/usr/bin/env node
// A solver that answers each `(check-sat)` with the words of a comment before it: `; say TEXT`, `; warn TEXT`, `; exit`,
// `; hang`; and else does as z3 does with the few commands that it is sent.
import { createInterface } from 'node:readline';

let verb = 'say';
let words = 'sat\n';
const actions = {
  say: () => process.stdout.write(words),
  warn: () => process.stderr.write(words, () => process.stdout.write('sat\n')),
  exit: () => process.exit(3),
  hang: () => {
    for (;;);
  },
};
for await (const line of createInterface({ input: process.stdin })) {
  const comment = /^; (\w+) ?(.*)/.exec(line);
  const echo = /^\(echo "(.*)"\)/.exec(line);
  if (comment !== null) [verb, words] = [comment[1], JSON.parse(`"${comment[2]}"`)];
  else if (echo !== null) setTimeout(() => process.stdout.write(`${echo[1]}\n`), 20);
  else if (line === '(check-sat)') actions[verb]();
  else if (line === '(get-info :name)') process.stdout.write('(:name "Z3")\n');
  else if (line === '(get-info :version)') process.stdout.write('(:version "0.0.1")\n');
  else if (line === '(get-info :rlimit)') process.stdout.write('(:rlimit 12)\n');
  else if (line.startsWith('(get-value')) process.stdout.write('((x1 4))\n');
}
