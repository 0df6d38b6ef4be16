import type { IterationNode, Node } from 'ohm-js';
import { join } from '../text/source.ts';
import type { AggregateOperator, BinaryOperator, Binder, Expression, Range, TypeExpression } from './ast.ts';
import type { SafetyActionDict, SafetySemantics } from './generated/grammar.ts';
import { numberLiteral } from './literal.ts';
import type { Place } from './place.ts';
import { type Element, resolvePrecedence } from './precedence.ts';

type Suffix =
  | { readonly kind: 'field'; readonly token: number }
  | { readonly kind: 'subscript'; readonly index: Expression; readonly last: number };

type Arguments =
  | { readonly kind: 'actuals'; readonly values: readonly Expression[]; readonly steps: readonly (Node | null)[] }
  | { readonly kind: 'aggregation'; readonly binders: readonly Binder[]; readonly body: Expression };

const AGGREGATES: ReadonlySet<string> = new Set(['sum', 'all', 'any', 'count', 'min', 'max']);

/** What an optional part of a rule stands for: the result of `read`, or null where it is absent. */
export function optional<T>(node: IterationNode, read: (present: Node) => T): T | null {
  const present = node.children[0];
  return present === undefined ? null : read(present);
}

/** Adds the operations that read expressions, ranges, binders and types: `expression`, `range`, `binder`, `type`. */
export function addExpressionOperations(semantics: SafetySemantics, place: Place): void {
  semantics.addOperation<Expression>('expression', expressionActions(place));
  semantics.addOperation<readonly Element[]>('elements', elementActions(place));
  semantics.addOperation<Suffix>('suffix', suffixActions(place));
  semantics.addOperation<Arguments>('actual', argumentActions());
  semantics.addOperation<Range>('range', rangeActions(place));
  semantics.addOperation<Binder>('binder', binderActions(place));
  semantics.addOperation<TypeExpression>('type', typeActions(place));
}

function expressionActions(place: Place): SafetyActionDict<Expression> {
  const flat = (first: Node, rest: IterationNode): Expression => {
    const elements: Element[] = [...first.elements()];
    for (const child of rest.children) elements.push(...child.elements());
    return resolvePrecedence(elements, place.report);
  };
  return {
    expression: flat,
    sum: flat,
    numberLiteral(_number) {
      return numberLiteral(place.tokens, place.tokenOf(this));
    },
    booleanLiteral(_word) {
      const span = place.spanOf(this);
      return { kind: 'boolean', value: place.symbolOf(this) === 'true', span };
    },
    stepValue(_step) {
      return { kind: 'step', span: place.spanOf(this) };
    },
    group(_open, inner, close, suffixes) {
      const tree: Expression = inner.expression();
      const span = place.spanOf(this);
      const grouped = { ...tree, span: { ...span, end: place.spanOf(close).end } };
      return suffixed(place, grouped, suffixes);
    },
    if(_if, condition, _then, then, _else, otherwise) {
      return {
        kind: 'if',
        condition: condition.expression(),
        // biome-ignore lint/suspicious/noThenProperty: the name in the language; never awaited
        then: then.expression(),
        else: otherwise.expression(),
        span: place.spanOf(this),
      };
    },
    reference(name, given, suffixes) {
      return suffixed(place, head(place, name, given), suffixes);
    },
    initially(_initially, operand) {
      return { kind: 'initially', operand: operand.expression(), span: place.spanOf(this) };
    },
    whenever(_whenever, trigger, _then, response, _within, duration, steps) {
      return {
        kind: 'whenever',
        trigger: trigger.expression(),
        response: response.expression(),
        within: duration.expression(),
        inSteps: steps.children.length > 0,
        span: place.spanOf(this),
      };
    },
    faultBound(_atMost, bound) {
      return bound.expression();
    },
    definition(_equals, value) {
      return value.expression();
    },
    subscript(_open, index, _close) {
      return index.expression();
    },
    tolerating(_tolerating, number) {
      return number.expression();
    },
    actual(value, _steps) {
      return value.expression();
    },
  };
}

/** A name, a call or an aggregate. */
function head(place: Place, name: Node, given: IterationNode): Expression {
  const called = optional(given, (present): Arguments => present.actual());
  const callee = place.nameOf(name);
  if (called === null) return { kind: 'name', name: callee, span: callee.span };
  const span = join(callee.span, place.spanOf(given.children[0]!));
  if (called.kind === 'actuals') {
    refuseStraySteps(place, callee.text, called.steps);
    return { kind: 'call', callee, arguments: called.values, span };
  }
  if (!AGGREGATES.has(callee.text)) {
    place.refuse('SV019', `\`${callee.text}\` does not range over anything`, callee.span, {
      help: 'only `sum`, `all`, `any`, `count`, `min` and `max` take `name in range: …`',
    });
  }
  const operator = callee.text as AggregateOperator;
  return { kind: 'aggregate', operator, binders: called.binders, body: called.body, span };
}

/** `steps` counts only how long something is held. */
function refuseStraySteps(place: Place, callee: string, steps: readonly (Node | null)[]): void {
  for (const [at, word] of steps.entries()) {
    if (word === null || (callee === 'held' && at === 1)) continue;
    place.refuse('SV019', '`steps` does not belong here', place.spanOf(word), {
      help: 'only the last argument of `held` and the end of `within` are counted in steps',
    });
  }
}

function suffixed(place: Place, start: Expression, suffixes: IterationNode): Expression {
  let tree = start;
  for (const node of suffixes.children) {
    const suffix: Suffix = node.suffix();
    const span = { ...tree.span, end: place.spanOf(node).end };
    if (suffix.kind === 'field') tree = { kind: 'field', object: tree, field: place.nameAt(suffix.token), span };
    else tree = { kind: 'index', object: tree, index: suffix.index, span };
  }
  return tree;
}

function suffixActions(place: Place): SafetyActionDict<Suffix> {
  return {
    field(_dot, name) {
      return { kind: 'field', token: place.tokenOf(name) };
    },
    subscript(_open, index, close) {
      return { kind: 'subscript', index: index.expression(), last: place.tokenOf(close) };
    },
  };
}

function argumentActions(): SafetyActionDict<Arguments> {
  return {
    actuals(_open, values, _close) {
      const each = values.asIteration().children;
      return {
        kind: 'actuals',
        values: each.map((value) => value.expression()),
        steps: each.map((value) => value.children[1]?.children[0] ?? null),
      };
    },
    aggregation(_open, binders, _colon, body, _close) {
      return {
        kind: 'aggregation',
        binders: binders.asIteration().children.map((binder) => binder.binder()),
        body: body.expression(),
      };
    },
  };
}

function elementActions(place: Place): SafetyActionDict<readonly Element[]> {
  const operand = (prefixes: IterationNode, primary: Node): readonly Element[] => [
    ...prefixes.children.map((prefix): Element => {
      const span = place.spanOf(prefix);
      return { kind: 'prefix', operator: place.symbolOf(prefix) === '-' ? '-' : 'not', span };
    }),
    { kind: 'operand', tree: primary.expression() },
  ];
  const tail = (infix: Node, next: Node): readonly Element[] => [
    { kind: 'infix', operator: place.symbolOf(infix) as BinaryOperator, span: place.spanOf(infix) },
    ...next.elements(),
  ];
  return {
    operand: operand,
    sumOperand: operand,
    infixTail: tail,
    sumTail: tail,
    rangeTest(_in, range) {
      return [{ kind: 'range', range: range.range(), span: place.spanOf(this) }];
    },
  };
}

function rangeActions(place: Place): SafetyActionDict<Range> {
  return {
    closedRange(low, _dots, high) {
      return {
        low: optional(low, (present) => present.expression()),
        high: high.expression(),
        span: place.spanOf(this),
      };
    },
    openRange(low, _dots) {
      return { low: low.expression(), high: null, span: place.spanOf(this) };
    },
    rangeBound(_in, range) {
      return range.range();
    },
  };
}

function binderActions(place: Place): SafetyActionDict<Binder> {
  return {
    binder(name, _in, domain) {
      const inner = domain.children[0]!;
      const over: Binder['over'] =
        inner.ctorName === 'range'
          ? { kind: 'range', range: inner.range() }
          : { kind: 'members', of: inner.expression() };
      return { name: place.nameOf(name), over, span: place.spanOf(this) };
    },
  };
}

function typeActions(place: Place): SafetyActionDict<TypeExpression> {
  return {
    type(base, measure, range) {
      return {
        base: place.nameOf(base),
        unit: optional(measure, (present) => place.unitOf(present.children[1]!)),
        range: optional(range, (present) => present.range()),
        span: place.spanOf(this),
      };
    },
    ascription(_colon, type) {
      return type.type();
    },
  };
}
