// The picture of what `depth.mjs` has measured: seconds over the steps of the counterexample, one line an engine.
import { rational } from '../../dist/core/exact/rational.js';
import {
  Axis,
  axes,
  BOTTOM,
  document,
  gridX,
  gridY,
  HEIGHT,
  LEFT,
  RIGHT,
  TOP,
  text,
  WIDTH,
} from '../../dist/core/report/picture.js';

const COLOURS = {
  'bmc alone': '#b3261e',
  'k-induction alone': '#6a5acd',
  'spacer alone': '#b36b00',
  'all together': '#1b7a3d',
};
const DASHES = { 'bmc alone': '6 4', 'k-induction alone': '2 3', 'spacer alone': '9 3 2 3', 'all together': '' };
/** Lines that end at nearly the same height have their names so far apart. */
const APART = 16;
/** The names stand right of the lines. */
const NAMES = 150;

const exact = (seconds) => rational(BigInt(Math.round(seconds * 100)), 100n);

/** `lines`: for each engine its name and points `{ depth, seconds, refuted }`. */
export function depthPlot(lines, heading) {
  const points = lines.flatMap(({ points }) => points);
  const x = new Axis(
    [rational(0n), ...points.map(({ depth }) => rational(BigInt(depth)))],
    LEFT,
    WIDTH - RIGHT - NAMES,
  );
  const y = new Axis([rational(0n), ...points.map(({ seconds }) => exact(seconds))], HEIGHT - BOTTOM, TOP);
  const at = ({ depth, seconds }) => [x.place(rational(BigInt(depth))), y.place(exact(seconds))];
  return document(heading, HEIGHT, [
    text(LEFT, 26, heading, 'font-weight="600" font-size="15"'),
    text(LEFT, 46, 'a cross: the engine gave up there; a dot: it found the execution', 'fill="#555555"'),
    ...x.ticks.flatMap((tick) => gridX(x, tick)),
    ...y.ticks.flatMap((tick) => gridY(y, tick)),
    ...axes('steps of the shortest counterexample', 'processor seconds, whole program'),
    ...lines.flatMap((line) => drawn(line, at)),
    ...names(lines, at),
  ]);
}

function drawn({ engine, points }, at) {
  const colour = COLOURS[engine];
  const path = points.map((point) => at(point).join(',')).join(' ');
  const marks = points.map((point) => {
    const [cx, cy] = at(point);
    return point.refuted
      ? `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${colour}"/>`
      : `<path d="M${cx} ${cy}m-4 -4l8 8m0 -8l-8 8" stroke="${colour}" stroke-width="2" fill="none"/>`;
  });
  const dashes = DASHES[engine] === '' ? '' : ` stroke-dasharray="${DASHES[engine]}"`;
  return [`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`, ...marks];
}

/** Each line's name at its end, from the top down, none upon another. */
function names(lines, at) {
  const ends = lines
    .filter(({ points }) => points.length > 0)
    .map(({ engine, points }) => ({ engine, end: at(points.at(-1)) }))
    .sort((a, b) => Number(a.end[1]) - Number(b.end[1]));
  let last = Number.NEGATIVE_INFINITY;
  return ends.map(({ engine, end: [cx, cy] }) => {
    last = Math.max(Number(cy), last + APART);
    return text(
      Number(cx) + 12,
      last,
      engine,
      `fill="${COLOURS[engine]}" dominant-baseline="middle" font-weight="600"`,
    );
  });
}
