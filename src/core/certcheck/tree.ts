import { sign } from '../exact/rational.ts';
import type { Frame } from './frame.ts';
import { combined, constant, type Literal, opposite, plus, rowOf, valueOf } from './rows.ts';
import { fields, keysOf, list, nth, number, reject } from './strict.ts';

type Clauses = readonly (readonly Literal[])[];

/** Follows a tree to its leaves: each must contradict the hypotheses of the frame. Rejects a tree that does not close. */
export function follow(tree: unknown, frame: Frame, clauses: Clauses = []): void {
  const { path } = frame.meaning;
  const steps = [...list(tree)];
  const leaf = steps.pop();
  let known = clauses;
  for (const step of steps) {
    switch (keysOf(step)) {
      case 'unit,by': {
        const [unit, by] = fields(step, 'unit,by');
        const literal = readLiteral(unit, frame);
        under([opposite(literal)], frame, () => refute(by, frame, known));
        path.push(literal);
        break;
      }
      case 'cut': {
        const [poly, strict] = sum(fields(step, 'cut')[0], frame);
        const row = rowOf(poly, strict, frame.meaning.isInt);
        path.push(typeof row === 'object' ? { row } : reject('a cut leaves nothing'));
        break;
      }
      default: {
        const [written, proof] = fields(step, 'lemma,proof');
        const clause = list(written).map((literal) => readLiteral(literal, frame));
        under(clause.map(opposite), frame, () => follow(proof, frame, known));
        known = [...known, clause];
      }
    }
  }
  switch (keysOf(leaf)) {
    case 'false':
      refute(fields(leaf, 'false')[0], frame, known);
      break;
    case 'farkas': {
      const [poly, strict] = sum(fields(leaf, 'farkas')[0], frame);
      const left = valueOf(poly) ?? reject('a sum of rows leaves unknowns');
      if (sign(left) < (strict ? 0 : 1)) reject('a sum of rows is no contradiction');
      break;
    }
    default: {
      const [atom, yes, no] = fields(leaf, 'split,yes,no');
      const literal = readLiteral(atom, frame);
      under([literal], frame, () => follow(yes, frame, known));
      under([opposite(literal)], frame, () => follow(no, frame, known));
    }
  }
}

/** Does something where the literals hold too; afterwards the path is what it was. */
function under(literals: readonly Literal[], { meaning: { path } }: Frame, work: () => void): void {
  const before = path.literals.length;
  for (const literal of literals) path.push(literal);
  work();
  path.backTo(before);
}

/** Rejects a hypothesis, or a clause shown before, that is not false on the path, however what it asks about may be. */
export function refute(named: unknown, frame: Frame, clauses: Clauses = [], choices = 8): void {
  const { path } = frame.meaning;
  path.forget();
  const isFalse =
    keysOf(named) === 'clause'
      ? nth(clauses, fields(named, 'clause')[0]).every((literal) => path.decides(literal) === false)
      : frame.refutes(named);
  if (isFalse || path.isAbsurd) return;
  const { asked } = path;
  if (asked === null || choices === 0) reject(`a hypothesis is not false: ${JSON.stringify(named)}`);
  for (const way of [asked, opposite(asked)]) under([way], frame, () => refute(named, frame, clauses, choices - 1));
}

/** The sum of rows of the path, each taken a positive number of times. */
function sum(written: unknown, { meaning: { path } }: Frame): ReturnType<typeof combined> {
  const terms = list(written).map((term) => list(term, 2));
  if (new Set(terms.map(([, at]) => at)).size < terms.length) reject('a row is taken twice');
  return combined(
    terms.map(([factor, at]) => {
      const { row } = nth(path.literals, at);
      const exact = number(factor);
      return sign(exact) > 0 && row !== null ? [exact, row] : reject('a row is needed, a positive number of times');
    }),
  );
}

/** Reads a literal, in the one way in which it may be written. */
function readLiteral(written: unknown, frame: Frame): Literal {
  const { meaning } = frame;
  const keys = keysOf(written);
  switch (keys) {
    case 'not': {
      const literal = readLiteral(fields(written, 'not')[0], frame);
      return literal.row === null && literal.value ? opposite(literal) : reject('a negation that is no literal');
    }
    case 'b':
    case 'e,is': {
      const [unknown, is] = fields(written, keys);
      const sort = meaning.sortOf(unknown);
      const member =
        sort.kind === 'enum' ? sort.members.find((each) => each === is) : sort.kind === 'bool' ? null : undefined;
      if (member === undefined || (keys === 'b') !== (member === null)) reject('there is no such atom');
      return { row: null, unknown: JSON.stringify(unknown), member, value: true };
    }
    default: {
      const [lin, rel, c] = fields(written, 'lin,rel,c');
      const terms = list(lin).map((term) => {
        const [factor, product] = list(term, 2);
        const sorts = list(product).map((unknown) => meaning.sortOf(unknown).kind);
        if (!sorts.every((kind) => kind === 'int' || kind === 'real')) reject('an unknown that is no number');
        return [JSON.stringify(product), number(factor)] as const;
      });
      const row = rowOf(
        plus(plus(new Map(), new Map(terms)), constant(number(c)), number('-1')),
        rel === '<',
        meaning.isInt,
      );
      return typeof row === 'object' && rowText(row) === JSON.stringify(written)
        ? { row }
        : reject('a row in another form');
    }
  }
}

function rowText({ terms, sign, limit, strict }: Exclude<ReturnType<typeof rowOf>, boolean>): string {
  const signed = terms.map(([product, factor]) => [
    (sign === 1 ? factor : factor.neg()).toFraction(),
    JSON.parse(product),
  ]);
  return JSON.stringify({ lin: signed, rel: strict ? '<' : '<=', c: limit.toFraction() });
}
