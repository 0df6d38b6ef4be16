import {
  type Binding,
  type Clause,
  COLOURS,
  type Component,
  type Description,
  type Expr,
  type Mode,
  type Part,
  type Type,
  type Verify,
  type Wire,
} from './description.ts';

/** The `.safety` text of a description. Compound expressions are put in parentheses, so that precedence plays no part. */
export function textOf(description: Description): string {
  const head = `type Colour = { ${COLOURS.join(', ')} }`;
  return `${[head, ...description.components.map(componentText), ...description.verifies.map(verifyText)].join('\n\n')}\n`;
}

function componentText(c: Component): string {
  const refines = c.refines === null ? '' : ` refines ${c.refines}`;
  const lines = [
    ...c.params.map((p) => `param ${p.name} : ${typeText(p.type)}${valueText(p.value)}`),
    ...c.inputs.map((i) => `in ${i.name} : ${typeText(i.type)}`),
    ...c.outputs.map((o) => `${o.delayed ? 'delayed ' : ''}out ${o.name} : ${typeText(o.type)}${valueText(o.value)}`),
    ...c.vars.map((v) => `var ${v.name} : ${typeText(v.type)}${valueText(v.value)}`),
    ...c.parts.map(partText),
    ...c.wires.map(wireText),
    ...c.lets.map((l) => `let ${l.name} = ${exprText(l.value)}`),
    ...c.clauses.map(clauseText),
    ...c.modes.map(modeText),
  ];
  return `${c.keyword} ${c.name}${refines} {\n${lines.map((l) => `  ${l}\n`).join('')}}`;
}

function typeText(type: Type): string {
  if (type.kind === 'bool') return 'bool';
  if (type.kind === 'enum') return 'Colour';
  return `int in ${exprText(type.low)}..${exprText(type.high)}`;
}

function valueText(value: Expr | null): string {
  return value === null ? '' : ` = ${exprText(value)}`;
}

function partText(part: Part): string {
  const size = part.size === null ? '' : `[${part.size}]`;
  return `part ${part.name}${size} : ${part.component}${bindingsText(part.bindings)}`;
}

function bindingsText(bindings: readonly Binding[]): string {
  if (bindings.length === 0) return '';
  return `(${bindings.map((b) => `${b.name} = ${exprText(b.value)}`).join(', ')})`;
}

function wireText(wire: Wire): string {
  const index = wire.index === null ? '' : `[${wire.index}]`;
  return `connect ${exprText(wire.source)} -> ${wire.part}${index}.${wire.port}`;
}

function clauseText(clause: Clause): string {
  const label = clause.name === null ? '' : `${clause.name}: `;
  return `${clause.keyword} ${label}${exprText(clause.body)}`;
}

function modeText(mode: Mode): string {
  return `mode ${mode.name} when ${exprText(mode.when)} { ${mode.clauses.map(clauseText).join(' ')} }`;
}

function verifyText(verify: Verify): string {
  return `verify ${verify.name} : ${verify.system}${bindingsText(verify.bindings)}`;
}

/** One expression; enumeration members are written qualified. */
export function exprText(expr: Expr): string {
  switch (expr.kind) {
    case 'value':
      if (expr.type === 'bool') return expr.value === 1 ? 'true' : 'false';
      return expr.type === 'enum' ? `Colour.${COLOURS[expr.value]}` : `${expr.value}`;
    case 'name':
      return expr.name;
    case 'port':
      return `${expr.part}${expr.index === null ? '' : `[${expr.index}]`}.${expr.port}`;
    case 'not':
      return `(not ${exprText(expr.operand)})`;
    case 'binary':
      if (expr.operator === 'min' || expr.operator === 'max') {
        return `${expr.operator}(${exprText(expr.left)}, ${exprText(expr.right)})`;
      }
      return `(${exprText(expr.left)} ${expr.operator} ${exprText(expr.right)})`;
    case 'if':
      return `(if ${exprText(expr.condition)} then ${exprText(expr.yes)} else ${exprText(expr.no)})`;
    case 'family':
      return `${expr.operator}(member in ${expr.part}: member.${expr.port})`;
  }
}
