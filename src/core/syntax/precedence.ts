import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { join, type Span } from '../text/source.ts';
import type { BinaryOperator, Expression, Range } from './ast.ts';
import { MAX_OPERATORS } from './limits.ts';

/** One element of an expression as the grammar leaves it: a flat list that begins and ends with an operand. */
export type Element =
  | { readonly kind: 'operand'; readonly tree: Expression }
  | { readonly kind: 'prefix'; readonly operator: 'not' | '-'; readonly span: Span }
  | { readonly kind: 'infix'; readonly operator: BinaryOperator; readonly span: Span }
  | { readonly kind: 'range'; readonly range: Range; readonly span: Span };

/** How tightly each operator binds, loosest first; the one place that says so. */
const LEVEL = {
  '<=>': 1,
  '=>': 2,
  or: 3,
  and: 4,
  not: 5,
  comparison: 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  div: 8,
  mod: 8,
  negate: 9,
  '^': 10,
} as const;

const LOOSEST = 1;

/** The operators of each level as they are written, the loosest level first: the table of the language reference. */
export function precedenceTable(): readonly (readonly string[])[] {
  const comparisons = ['==', '!=', '<', '<=', '>', '>=', 'in'];
  const rows = new Map<number, string[]>();
  for (const [name, level] of Object.entries(LEVEL)) {
    const operators = name === 'comparison' ? comparisons : [name === 'negate' ? 'unary -' : name];
    rows.set(level, [...(rows.get(level) ?? []), ...operators]);
  }
  return [...rows].toSorted(([a], [b]) => a - b).map(([, operators]) => operators);
}

function levelOf(operator: BinaryOperator): number {
  return operator in LEVEL ? LEVEL[operator as keyof typeof LEVEL] : LEVEL.comparison;
}

/** Builds the tree of a flat list. Mistakes go to `report`, and the tree is then only good for going on. */
export function resolvePrecedence(elements: readonly Element[], report: (mistake: Diagnostic) => void): Expression {
  const only = elements[0]!;
  if (elements.length === 1 && only.kind === 'operand') return only.tree;
  return new Resolver(elements, report).run();
}

class TooDeep extends Error {}

class Resolver {
  readonly #elements: readonly Element[];
  readonly #report: (mistake: Diagnostic) => void;
  #at = 0;

  constructor(elements: readonly Element[], report: (mistake: Diagnostic) => void) {
    this.#elements = elements;
    this.#report = report;
  }

  run(): Expression {
    try {
      return this.#level(LOOSEST, 0);
    } catch (problem) {
      if (!(problem instanceof TooDeep)) throw problem;
      return this.#tooDeep();
    }
  }

  /** Everything from here on that binds at least as tightly as `level`. */
  #level(level: number, depth: number): Expression {
    if (depth > MAX_OPERATORS) throw new TooDeep();
    let left = this.#operand(level, depth);
    for (let next = this.#elements[this.#at]; next !== undefined; next = this.#elements[this.#at]) {
      const binds = next.kind === 'range' ? LEVEL.comparison : next.kind === 'infix' ? levelOf(next.operator) : 0;
      if (binds < level) return left;
      left = this.#continued(left, next, binds, depth);
    }
    return left;
  }

  #continued(left: Expression, next: Element, binds: number, depth: number): Expression {
    if (binds === LEVEL.comparison) return this.#comparisons(left, depth);
    if (next.kind !== 'infix') throw new Error('an operand follows an operand');
    if (next.operator === '=>' || next.operator === '^') return this.#rightward(left, next, binds, depth);
    const run = this.#run(left, binds, depth);
    if (next.operator === '<=>') this.#refuseChain(run);
    return folded(run);
  }

  #rightward(left: Expression, next: Extract<Element, { kind: 'infix' }>, binds: number, depth: number): Expression {
    this.#at += 1;
    // The right side of `^` may be a negative literal, though a minus binds less tightly.
    const level = next.operator === '^' && this.#elements[this.#at]?.kind === 'prefix' ? LEVEL.negate : binds;
    return binary(next.operator, next.span, left, this.#level(level, depth + 1));
  }

  /** A run of operators of one level: operands and the operators between them. */
  #run(left: Expression, binds: number, depth: number): Run {
    const run: Run = { operands: [left], operators: [] };
    for (let next = this.#elements[this.#at]; next?.kind === 'infix'; next = this.#elements[this.#at]) {
      if (levelOf(next.operator) !== binds) break;
      this.#at += 1;
      run.operators.push(next);
      run.operands.push(this.#level(binds + 1, depth + 1));
    }
    return run;
  }

  #refuseChain(run: Run): void {
    const second = run.operators[1];
    if (second === undefined) return;
    this.#report(
      diagnostic('SV017', '`<=>` does not chain', second.span, {
        help: 'say which pair is meant with parentheses: `(a <=> b) and (b <=> c)`',
      }),
    );
  }

  /** Comparisons and range tests after `left`: one of them, or a chain in one direction. */
  #comparisons(left: Expression, depth: number): Expression {
    const first = this.#elements[this.#at]!;
    if (first.kind === 'range') return this.#rangeTest(left, first);
    const run = this.#run(left, LEVEL.comparison, depth);
    const tree = this.#chain(run);
    const next = this.#elements[this.#at];
    return next?.kind === 'range' ? this.#mixed(tree, next.span) : tree;
  }

  #rangeTest(left: Expression, test: Extract<Element, { kind: 'range' }>): Expression {
    this.#at += 1;
    const span = { ...left.span, end: test.span.end };
    const tree: Expression = { kind: 'within', operand: left, range: test.range, span };
    const next = this.#elements[this.#at];
    const goesOn = next?.kind === 'range' || (next?.kind === 'infix' && levelOf(next.operator) === LEVEL.comparison);
    return goesOn ? this.#mixed(tree, next.span) : tree;
  }

  #mixed(tree: Expression, span: Span): Expression {
    this.#report(
      diagnostic('SV017', 'a range test is already a comparison', span, {
        help: 'put parentheses around one of them, or join two with `and`: `x in 0..3 and x < y`',
      }),
    );
    this.#at = this.#elements.length;
    return tree;
  }

  #chain({ operands, operators }: Run): Expression {
    if (operators.length === 1) return binary(operators[0]!.operator, operators[0]!.span, operands[0]!, operands[1]!);
    const directions = new Set(operators.map(({ operator }) => direction(operator)));
    if (directions.size > 1 || directions.has('none')) this.#refuseMixture(operators);
    return {
      kind: 'chain',
      operands,
      operators: operators.map(({ operator }) => operator),
      span: join(operands[0]!.span, operands.at(-1)!.span),
    };
  }

  #refuseMixture(operators: readonly Infix[]): void {
    const first = operators[0]!;
    const odd = operators.find(({ operator }, at) => at > 0 && direction(operator) !== direction(first.operator));
    const culprit = odd ?? operators[1]!;
    this.#report(
      diagnostic('SV017', `\`${first.operator}\` and \`${culprit.operator}\` do not chain`, culprit.span, {
        related: [{ span: first.span, message: 'after this comparison' }],
        help: 'only `<` and `<=`, or only `>` and `>=`, make a chain; otherwise write two comparisons joined by `and`',
      }),
    );
  }

  #operand(level: number, depth: number): Expression {
    const element = this.#elements[this.#at]!;
    this.#at += 1;
    if (element.kind === 'operand') return element.tree;
    if (element.kind !== 'prefix') throw new Error('an operator follows an operator');
    const binds = element.operator === 'not' ? LEVEL.not : LEVEL.negate;
    if (binds < level) this.#refusePrefix(element);
    const operand = this.#level(binds, depth + 1);
    return { kind: element.operator === 'not' ? 'not' : 'negate', operand, span: join(element.span, operand.span) };
  }

  #refusePrefix(element: Extract<Element, { kind: 'prefix' }>): void {
    if (element.operator === '-') return; // `2 * -x` can be read in one way only
    this.#report(
      diagnostic('SV018', '`not` binds less tightly than the operator before it', element.span, {
        help: 'put parentheses around it: `a == (not b)`',
      }),
    );
  }

  #tooDeep(): Expression {
    const first = this.#elements[0]!;
    const span = first.kind === 'operand' ? first.tree.span : first.span;
    this.#report(
      diagnostic('SV006', `more than ${MAX_OPERATORS} operators of this expression lie within each other`, span, {
        help: 'give parts of it names with `let`',
      }),
    );
    return { kind: 'boolean', value: true, span };
  }
}

type Infix = Extract<Element, { kind: 'infix' }>;

interface Run {
  readonly operands: Expression[];
  readonly operators: Infix[];
}

function direction(operator: BinaryOperator): 'up' | 'down' | 'none' {
  if (operator === '<' || operator === '<=') return 'up';
  return operator === '>' || operator === '>=' ? 'down' : 'none';
}

/** Left to right. A long run of one associative operator becomes a shallow tree instead, which means the same. */
function folded({ operands, operators }: Run): Expression {
  const first = operators[0]!;
  const alike = operators.every(({ operator }) => operator === first.operator);
  if (alike && operators.length >= 32 && ASSOCIATIVE.has(first.operator)) return balanced(operands, operators);
  if (operators.length > MAX_OPERATORS) throw new TooDeep();
  return operators.reduce(
    (left, { operator, span }, at) => binary(operator, span, left, operands[at + 1]!),
    operands[0]!,
  );
}

const ASSOCIATIVE: ReadonlySet<BinaryOperator> = new Set(['and', 'or', '+', '*']);

function balanced(operands: readonly Expression[], operators: readonly Infix[]): Expression {
  if (operands.length === 1) return operands[0]!;
  const middle = operands.length >> 1;
  const { operator, span } = operators[middle - 1]!;
  const left = balanced(operands.slice(0, middle), operators.slice(0, middle - 1));
  return binary(operator, span, left, balanced(operands.slice(middle), operators.slice(middle)));
}

function binary(operator: BinaryOperator, operatorSpan: Span, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, operatorSpan, left, right, span: join(left.span, right.span) };
}
