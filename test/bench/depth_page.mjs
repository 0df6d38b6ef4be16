// The page that shows what `depth.mjs` has measured: a table between two marks, and a picture beside the page.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { depthPlot } from './depth_plot.mjs';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'explanation');
const PAGE = join(FOLDER, 'claims-over-time.md');
const PICTURE = join(FOLDER, 'claims-over-time.svg');
const [FROM, TO] = ['<!-- figures -->\n', '<!-- end of figures -->'];

/** Seconds and millions of solver steps of one run; a cross where the engine gave up. */
export function cell({ seconds, rlimit, refuted }) {
  return `${refuted ? '' : '✕ '}${seconds.toFixed(2)} s, ${rlimit === null ? '–' : `${(rlimit / 1e6).toFixed(2)} M`}`;
}

/** `lines`: each engine with all its points, from the first depth to where it gave up; `natives`: seconds at each of `depths`. */
export function table(depths, { lines, natives }) {
  const head = ['steps', ...lines.map(({ engine }) => engine), 'native z3, Horn clauses alone'];
  const rows = depths.map((depth, at) => [
    String(depth),
    ...lines.map(({ points }) => cell(points[at])),
    natives[at] === null ? '–' : `${natives[at].toFixed(2)} s`,
  ]);
  return [head, head.map(() => '---'), ...rows, ['gives up', ...lines.map(end), '']]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function end({ points }) {
  const first = points.findIndex(({ refuted }) => !refuted);
  if (first < 0) return `not up to ${points.at(-1).depth}`;
  if (first === 0) return 'at every depth';
  return `at ${points[first].depth} (found at ${points[first - 1].depth}), after ${cell(points[first]).slice(2)}`;
}

/** Writes both. `start`: seconds of a run without a question about time; `whole`: of one that says everything at the last depth. */
export function writePage(depths, found, start, whole) {
  const figures = [
    table(depths, found),
    '',
    `Starting alone takes ${start.toFixed(2)} s of each of these. With all that is said after the verdict (the worst execution, what`,
    `would restore the claim) all together take ${whole.toFixed(2)} s at ${depths.at(-1)} steps. Node ${process.version}, ${cpus().length} cores.`,
    '',
  ].join('\n');
  const text = readFileSync(PAGE, 'utf8');
  const [from, to] = [text.indexOf(FROM), text.indexOf(TO)];
  if (from < 0 || to < from) throw new Error('the page has no place for the figures');
  writeFileSync(PAGE, text.slice(0, from + FROM.length) + figures + text.slice(to));
  writeFileSync(PICTURE, depthPlot(found.lines, 'Until a tank overflows'));
}
