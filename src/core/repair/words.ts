import type { Expression } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import { boundsIn } from './bounds_in.ts';
import type { Edit } from './checked.ts';
import type { Near, Place } from './places.ts';

/** A word in the text that a refuted claim turns on, and another in its place. */
export interface Word {
  /** What a reader sees change, as of a number. */
  readonly place: Pick<Place, 'name' | 'part' | 'shown' | 'of'>;
  readonly edit: Edit;
  /** Of a comparison: its operator with or without its end. */
  readonly isStrictness: boolean;
}

/**
 * Words that may help a broken goal: a truth value or a member of an enumeration that a name stands for, another; and
 * comparisons with or without their end, the way that may help.
 */
export function wordsOf({ syntax, candidates, values }: Near, textOf: (span: Span) => string): readonly Word[] {
  const ofValues = values.flatMap(({ name, expression }) =>
    othersThan(expression, (member) => syntax.othersBeside(member)).map((edit): Word => {
      const place = { name, part: null, shown: expression.span, of: 'value' } as const;
      return { place, edit, isStrictness: false };
    }),
  );
  const ofClauses = candidates.flatMap(({ clause, owner, parts, of }) => {
    const found = syntax.of(clause);
    if (found?.kind !== 'formula') return [];
    const place = {
      name: `${owner}.${clause.name}`,
      part: parts.length === 1 ? parts[0]! : null,
      shown: found.body.span,
      of,
    };
    return strictnessIn(found.body, of !== 'claim', textOf).map((edit): Word => ({ place, edit, isStrictness: true }));
  });
  return [...ofClauses, ...ofValues];
}

function othersThan(expression: Expression, others: (member: string) => readonly string[]): readonly Edit[] {
  if (expression.kind === 'boolean') return [{ span: expression.span, text: String(!expression.value) }];
  const member = expression.kind === 'name' ? expression.name : expression.kind === 'field' ? expression.field : null;
  return member === null ? [] : others(member.text).map((text) => ({ span: member.span, text }));
}

const OPERATOR = /^([\s()]*)(<=?|>=?)([\s()]*)$/;

/** Each comparison with the end of its bound or without it, whichever makes the formula say more, or less. */
function strictnessIn(formula: Expression, more: boolean, textOf: (span: Span) => string): readonly Edit[] {
  return boundsIn(formula).flatMap(({ comparison }): Edit[] => {
    if (comparison === undefined) return [];
    const { operator, between, strictIsStronger } = comparison;
    const strict = strictIsStronger === more;
    const [, before, written] = OPERATOR.exec(textOf(between)) ?? [];
    if (before === undefined || written !== operator || !operator.endsWith('=') === strict) return [];
    const start = between.start + before.length;
    const text = strict ? operator.slice(0, 1) : `${operator}=`;
    return [{ span: { path: between.path, start, end: start + operator.length }, text }];
  });
}
