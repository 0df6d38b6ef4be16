import { diagnostic } from '../diagnostics/diagnostic.ts';
import { rational, show } from '../exact/rational.ts';
import type { Span } from '../text/source.ts';
import type { TypedBinary, TypedExpr, TypedPart, ValueSymbol } from '../types/typed.ts';
import { aggregate } from './aggregate.ts';
import * as build from './build.ts';
import { notForAll } from './family/not_for_all.ts';
import type { OpenFamily } from './family/open_families.ts';
import { memberAtOpenIndex } from './family/open_index.ts';
import { type Frame, type Local, localValue } from './frame.ts';
import { Abandoned } from './limits.ts';
import { remembered } from './memo.ts';
import type { Expr, Reading, Value } from './model.ts';
import { missingStep, stepsOf } from './size.ts';
import { sortOf } from './sort.ts';
import { staticValue, staticWhole } from './static.ts';

type Kind<K extends TypedExpr['kind']> = Extract<TypedExpr, { kind: K }>;

/** The model's expression for a typed one as read in a frame; `locals` are the binders and arguments around it. */
export function convert(expr: TypedExpr, frame: Frame, locals: Local | null = null): Expr {
  frame.scope.countTerm(expr.span);
  const at = (operand: TypedExpr): Expr => convert(operand, frame, locals);
  switch (expr.kind) {
    case 'boolean':
      return build.bool(expr.value);
    case 'number':
      return build.literal(sortOf(expr.type), expr.value);
    case 'member':
      return build.literal(expr.type, expr.member);
    case 'ref':
      return reference(expr.symbol, frame, locals);
    case 'port':
      return port(expr, frame, locals);
    case 'index':
      return element(arrayElements(expr.array, frame, locals), expr, frame, locals);
    case 'unary':
      return unary(expr, at(expr.operand));
    case 'binary':
      return binary(expr, frame, locals);
    case 'power':
      return build.power(at(expr.base), expr.exponent, expr.span);
    case 'toReal':
      return build.toReal(at(expr.operand), expr.factor);
    case 'if':
      return build.choose(at(expr.condition), at(expr.then), at(expr.else));
    case 'call':
      return call(expr, frame, locals);
    case 'aggregate':
      return aggregate(expr, frame, locals);
    case 'step':
      return build.real(frame.step ?? missingStep(expr.span));
    case 'probability':
    case 'independent':
      throw new Error(`${expr.kind} inside a formula`);
    default:
      return temporal(expr, frame, locals);
  }
}

type Temporal = Kind<'prev' | 'once' | 'historically' | 'since' | 'held' | 'initially' | 'whenever'>;

function temporal(expr: Temporal, frame: Frame, locals: Local | null): Expr {
  const at = (operand: TypedExpr): Expr => convert(operand, frame, locals);
  const sort = sortOf(expr.type);
  switch (expr.kind) {
    case 'prev':
      return { kind: 'prev', operand: at(expr.operand), initial: at(expr.initial), sort };
    case 'once':
    case 'historically':
    case 'initially':
      return { kind: expr.kind, operand: at(expr.operand), sort };
    case 'since':
      return { kind: 'since', left: at(expr.left), right: at(expr.right), sort };
    case 'held':
      return { kind: 'held', operand: at(expr.operand), steps: stepsOf(expr.within, frame, locals, 1n), sort };
    case 'whenever': {
      const steps = stepsOf(expr.within, frame, locals, 0n);
      return { kind: 'whenever', trigger: at(expr.trigger), response: at(expr.response), steps, sort };
    }
  }
}

function reference(symbol: ValueSymbol, frame: Frame, locals: Local | null): Expr {
  switch (symbol.kind) {
    case 'const':
      return constant(symbol, frame);
    case 'argument':
    case 'index':
    case 'member':
      return local(symbol, locals);
    default:
      return frame.scalar(symbol);
  }
}

/** Constants have values; one that divides by zero has none, and nothing would owe its definedness. */
function constant(symbol: Extract<ValueSymbol, { kind: 'const' }>, frame: Frame): Expr {
  const value = staticValue(symbol.value, NOTHING_KNOWN);
  if (value === null) {
    const message = `the constant \`${symbol.name}\` has no value`;
    throw new Abandoned(diagnostic('SV167', message, symbol.value.span, { help: 'does it divide by zero?' }));
  }
  frame.scope.countTerm(symbol.span);
  return build.literal(sortOf(symbol.type.scalar), value);
}

const NOTHING_KNOWN = new Map<ValueSymbol, Value>();

function local(symbol: ValueSymbol, locals: Local | null): Expr {
  const value = localValue(symbol, locals);
  switch (value?.kind) {
    case 'index':
      return build.int(value.index);
    case 'openIndex':
      throw new Abandoned(
        notForAll('the members of a family of any size are told apart by their numbers', symbol.span),
      );
    case 'element':
    case 'argument':
      return value.expr;
    default:
      throw new Error(`${symbol.name} has no value here`);
  }
}

function unary(expr: Kind<'unary'>, operand: Expr): Expr {
  switch (expr.operator) {
    case 'not':
      return build.not(operand);
    case 'neg':
      return build.neg(operand);
    case 'abs':
      return build.abs(operand);
    case 'floor':
    case 'ceil':
      return build.round(expr.operator, operand, expr.scale ?? rational(1n));
  }
}

/** Long chains `a + b + c …` nest to the left: they are walked in a loop, and runs of one operator become one node. */
function binary(expr: Kind<'binary'>, frame: Frame, locals: Local | null): Expr {
  const spine: Kind<'binary'>[] = [];
  let leftmost: TypedExpr = expr;
  for (; leftmost.kind === 'binary'; leftmost = leftmost.left) spine.push(leftmost);
  let result = convert(leftmost, frame, locals);
  for (let at = spine.length - 1; at >= 0; ) {
    const first = spine[at]!;
    const rights: Expr[] = [];
    do {
      rights.push(convert(spine[at]!.right, frame, locals));
      at -= 1;
    } while (at >= 0 && spine[at]!.operator === first.operator && ASSOCIATIVE.has(first.operator));
    result = combine(first, result, rights);
  }
  return result;
}

const ASSOCIATIVE: ReadonlySet<TypedBinary> = new Set(['and', 'or', 'add', 'mul']);

function combine(expr: Kind<'binary'>, left: Expr, rights: readonly Expr[]): Expr {
  const right = rights[0]!;
  const sort = sortOf(expr.type);
  switch (expr.operator) {
    case 'and':
      return build.and([left, ...rights]);
    case 'or':
      return build.or([left, ...rights]);
    case 'add':
      return build.add(sort, [left, ...rights], expr.span);
    case 'mul':
      return build.mul(sort, [left, ...rights], expr.span);
    case 'iff':
      return build.iff(left, right);
    case 'implies':
      return build.implies(left, right);
    case 'eq':
      return build.read(build.eq(left, right), readingOf(expr));
    case 'ne':
      return build.not(build.eq(left, right));
    case 'lt':
      return build.read(build.lt(left, right), readingOf(expr));
    case 'le':
      return build.read(build.le(left, right), readingOf(expr));
    case 'sub':
      return build.sub(left, right);
    case 'div':
      return build.div(left, right, expr.span);
    case 'idiv':
    case 'mod':
      return build.euclidean(expr.operator, left, right, expr.span);
    case 'min':
    case 'max':
      return build.extremum(expr.operator, sort, [left, right], expr.span);
  }
}

/** Operands of a comparison stand in the tree as `<` has them; where they stand in the text says how it was written. */
function readingOf({ left, right }: Kind<'binary'>): Reading {
  const flipped = left.span.start > right.span.start;
  const { type } = flipped ? right : left;
  return { flipped, unit: type.kind === 'int' || type.kind === 'real' ? type.unit : null };
}

/** A `fun` is written out at each call; the same call of the same values is written out once. */
function call(expr: Kind<'call'>, frame: Frame, locals: Local | null): Expr {
  const values = expr.arguments.map((argument) => convert(argument, frame, locals));
  const key = values.map((value) => frame.scope.identity(value)).join(',');
  const known = remembered(frame.scope.calls, expr.fun, () => new Map<string, Expr>());
  return remembered(known, key, () => {
    let inner: Local | null = null;
    for (const [at, symbol] of expr.fun.parameters.entries()) {
      const text = expr.arguments[at]!;
      inner = { symbol, value: { kind: 'argument', expr: values[at]!, text, locals }, outer: inner };
    }
    return convert(expr.fun.body, frame, inner);
  });
}

function port(expr: Kind<'port'>, frame: Frame, locals: Local | null): Expr {
  const owner = ownerOf(expr, frame, locals);
  if (owner.kind === 'one') return owner.frame.scalar(expr.symbol);
  const elements = owner.frames.map((member) => member.scalar(expr.symbol));
  return build.select(sortOf(expr.type), elements, convert(owner.index, frame, locals), expr.span);
}

type Owner =
  | { readonly kind: 'one'; readonly frame: Frame }
  /** A member that only a behaviour decides, or that is not there. */
  | { readonly kind: 'some'; readonly frames: readonly Frame[]; readonly index: TypedExpr }
  | { readonly kind: 'all'; readonly frames: readonly Frame[] };

function ownerOf(expr: Kind<'port'>, frame: Frame, locals: Local | null): Exclude<Owner, { kind: 'all' }> {
  const owner = ownersOf(expr, frame, locals);
  if (owner.kind === 'all') throw new Error(`the family ${expr.part.name} stands where one member is needed`);
  return owner;
}

function ownersOf(expr: Kind<'port'>, frame: Frame, locals: Local | null): Owner {
  if (expr.member !== null) return { kind: 'one', frame: memberFrame(expr.member, locals) };
  const open = frame.scope.open?.of(expr.part) ?? null;
  if (open !== null) return { kind: 'one', frame: ofOpenFamily(open, expr, locals) };
  const { family, frames } = frame.members(expr.part);
  if (!family) return { kind: 'one', frame: frames[0]! };
  if (expr.index === null) return { kind: 'all', frames };
  const index = staticWhole(expr.index, frame.known, locals);
  if (isWithin(index, frames)) return { kind: 'one', frame: nth(frames, index) };
  refuseLiteral(expr.index, `\`${expr.part.name}\` has no member`, frames.length, frame, expr.part.span);
  return { kind: 'some', frames, index: expr.index };
}

/** One member of a family of any size: only an arbitrary one can be named. */
function ofOpenFamily(open: OpenFamily, { index, span }: Kind<'port'>, locals: Local | null): Frame {
  if (index !== null) return memberAtOpenIndex(open, index, locals);
  throw new Abandoned(notForAll('all members of a family of any size are listed', span));
}

/** The frame that a binder over a family stands for. */
export function memberFrame(symbol: ValueSymbol, locals: Local | null): Frame {
  const value = localValue(symbol, locals);
  if (value?.kind !== 'member') throw new Error(`${symbol.name} is no member of a family here`);
  return value.frame;
}

/** The 1-based element of a list; the index must be in range. */
export function nth<T>(list: readonly T[], index: bigint): T {
  return list[build.position(rational(index))]!;
}

/** The frames of a part's members. */
export function framesOf(part: TypedPart, frame: Frame): readonly Frame[] {
  return frame.members(part).frames;
}

/** The elements of an array: a declared one, a part's, or one port of all members of a family. */
export function arrayElements(expr: TypedExpr, frame: Frame, locals: Local | null): readonly Expr[] {
  if (expr.kind === 'ref') return frame.elements(expr.symbol);
  if (expr.kind !== 'port') throw new Error(`${expr.kind} is no array`);
  const owners = ownersOf(expr, frame, locals);
  switch (owners.kind) {
    case 'one':
      return owners.frame.elements(expr.symbol);
    case 'all':
      return owners.frames.flatMap((member) => member.elements(expr.symbol));
    case 'some': {
      const arrays = owners.frames.map((member) => member.elements(expr.symbol));
      const index = convert(owners.index, frame, locals);
      const first = arrays[0] ?? [];
      return first.map((_, at) => {
        const column = arrays.map((array) => array[at]!);
        return build.select(sortOf(expr.type), column, index, expr.span);
      });
    }
  }
}

function isWithin(index: bigint | null, list: readonly unknown[]): index is bigint {
  return index !== null && index >= 1n && index <= BigInt(list.length);
}

/** Nobody owes that an index written as a number is in range (see `isPartial`), so it must be. */
function refuseLiteral(index: TypedExpr, lacks: string, has: number, frame: Frame, declared: Span): void {
  if (index.kind !== 'number') return;
  throw new Abandoned(
    diagnostic('SV168', `${lacks} ${show(index.value)}: it has ${has}`, index.span, {
      related: [{ span: declared, message: 'this has the size' }, ...knownParametersOf(frame)],
      help: 'members and elements are counted from 1; for some sizes only, say it of all that are there: `all(i in 2..n: …)`',
    }),
  );
}

function knownParametersOf(frame: Frame): readonly { readonly span: Span; readonly message: string }[] {
  return [...frame.known].map(([{ name, span }, value]) => {
    return { span, message: `\`${name}\` is ${typeof value === 'object' ? show(value) : value} here` };
  });
}

function element(elements: readonly Expr[], expr: Kind<'index'>, frame: Frame, locals: Local | null): Expr {
  const index = staticWhole(expr.index, frame.known, locals);
  if (isWithin(index, elements)) return nth(elements, index);
  refuseLiteral(expr.index, 'this array has no element', elements.length, frame, expr.array.span);
  return build.select(sortOf(expr.type), elements, convert(expr.index, frame, locals), expr.span);
}
