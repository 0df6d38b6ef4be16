/**
 * The strategy that Z3 is told for a script without quantifiers. Its own choice there tries one procedure after
 * another, each for some milliseconds of wall clock, in a thread of its own: the outcome then depends on the machine.
 * These two do not. With quantifiers its own choice keeps no clock, and decides more. For Horn clauses that is Spacer; told
 * to leave the predicate where it is, it describes it without quantifiers.
 */
export function z3Strategy(script: string): string {
  if (script.startsWith('(set-logic HORN)'))
    return '(set-option :fp.xform.inline_eager false)\n(set-option :fp.xform.inline_linear false)\n';
  if (/\((?:forall|exists) /.test(script)) return '';
  const tactic = script.includes('(set-logic QF_NRA)') ? 'qfnra-nlsat' : 'smt';
  return `(set-option :tactic.default_tactic ${tactic})\n`;
}
