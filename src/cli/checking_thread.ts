import { parentPort, workerData } from 'node:worker_threads';
import { Checking, type CheckingSettings } from './checking.ts';

/** What the thread is started with. */
export interface ThreadData {
  readonly settings: CheckingSettings;
  readonly paths: readonly string[];
}

/** The thread in which files are checked: the one that reads the command stays free to hear a signal. */
const port = parentPort!;
const { settings, paths } = workerData as ThreadData;
const checking = new Checking(settings, (event) => port.postMessage(event));

// The only message is the wish to end.
port.on('message', () => void checking.close().then(() => process.exit(0)));

try {
  await checking.run(paths);
} finally {
  await checking.close();
  port.close();
}
