// A worker that answers each script with the words of its first comment: `; say TEXT`, `; throw TEXT`, `; exit`, `; hang`.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ script }) => {
  const [, verb, rest] = /^; (\w+) ?(.*)/m.exec(script);
  const text = JSON.parse(`"${rest}"`);
  if (verb === 'throw') parentPort.postMessage({ kind: 'threw', detail: text });
  else if (verb === 'crash') throw new Error(text);
  else if (verb === 'exit') process.exit(3);
  else if (verb === 'hang') for (;;);
  else parentPort.postMessage({ kind: 'answered', check: text, followUp: null, rlimit: 1, timeMs: 1 });
});
parentPort.postMessage({ kind: 'ready' });
