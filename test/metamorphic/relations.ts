import type { Expression, Item } from '../../src/core/syntax/ast.ts';
import { formatModule } from '../../src/core/syntax/print.ts';
import { componentsOf, type Edit, edited, expressionsIn, nodesOf, parsed, replaced } from './edits.ts';

/**
 * A change of a text that changes no verdict. `text` is the changed text; `ids` says under which names an obligation of the
 * first text is owed in the changed one (several where it was split: it is as good as the worst). Null: the change does
 * not apply to this text.
 */
export interface Changed {
  readonly text: string;
  readonly ids: (id: string) => readonly string[];
}

export interface Relation {
  readonly name: string;
  /** Whether what stands on the left of a comparison, of which bounds speak, or its name, is another afterwards. */
  readonly turns?: boolean;
  readonly change: (text: string) => Changed | null;
}

const same = (id: string): readonly string[] => [id];

/** The change as a list of edits; none: it does not apply. */
function byEdits(name: string, edits: (text: string) => readonly Edit[]): Relation {
  return {
    name,
    change: (text) => {
      const all = edits(text);
      return all.length === 0 ? null : { text: edited(text, all), ids: same };
    },
  };
}

/** Clauses of components, not those of modes. */
function clausesOf(text: string) {
  return componentsOf(parsed(text)).flatMap((component) =>
    component.items.flatMap((item) => (item.kind === 'clause' ? [{ component, clause: item }] : [])),
  );
}

const TEMPORAL: ReadonlySet<string> = new Set(['whenever', 'initially']);
const PARTIAL: ReadonlySet<string> = new Set(['/', 'div', 'mod', '^']);
const PAST: ReadonlySet<string> = new Set([
  'prev',
  'once',
  'historically',
  'since',
  'held',
  'probability',
  'independent',
]);

/** A body that is a formula about each step by itself, without partial operators: one that may be taken apart. */
function isPlain(body: Expression): boolean {
  return nodesOf(body).every(
    (node) =>
      !TEMPORAL.has(node.kind) &&
      node.kind !== 'index' &&
      !(node.kind === 'binary' && PARTIAL.has(node.operator)) &&
      !(node.kind === 'call' && PAST.has(node.callee.text)),
  );
}

const KEYWORDS =
  /^(?:proved|refuted|unknown|vacuous|expect|evidence|owner|source|allow|bool|int|real|sum|all|any|count|min|max|abs|clamp|floor|ceil|prev|once|historically|since|held|probability|independent|steps?|expires|range|defined|modes|reachable|consistent|realizable|refines)$/;

/** Every name that the file declares gets another one. */
const renaming: Relation = {
  name: 'other names',
  turns: true,
  change: (text) => {
    const names = new Set<string>();
    const units = new Set<string>();
    const stack: unknown[] = [parsed(text).declarations];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (typeof next !== 'object' || next === null) continue;
      const { name, unit, kind, members } = next as Record<string, unknown>;
      if (isName(name) && (kind !== 'name' || names.has(name.text)) && 'documentation' in next) names.add(name.text);
      if (isName(name) && 'over' in next) names.add(name.text);
      if (kind === 'enumeration') for (const member of members as { text: string }[]) names.add(member.text);
      if (isText(unit)) for (const part of unit.text.match(/[A-Za-z_]+/g) ?? []) units.add(part);
      for (const value of Object.values(next)) stack.push(value);
    }
    for (const declaration of parsed(text).declarations)
      if (declaration.kind === 'unit') units.add(declaration.name.text);
    const renamed = new Set([...names].filter((name) => !units.has(name) && !KEYWORDS.test(name)));
    const other = (words: string) => words.replace(/[A-Za-z_]\w*/g, (word) => (renamed.has(word) ? `${word}_9` : word));
    const pieces = text.split(/(\/\*[\s\S]*?\*\/|\/\/[^\n]*|"[^"\n]*")/);
    return {
      text: pieces.map((piece, at) => (at % 2 === 1 ? piece : other(piece))).join(''),
      ids: (id) => [
        id
          .split(/([./])/)
          .map((word, at) => (at % 2 === 0 && renamed.has(word) ? `${word}_9` : word))
          .join(''),
      ],
    };
  },
};

function isName(value: unknown): value is { readonly text: string } {
  return typeof value === 'object' && value !== null && 'text' in value && 'span' in value;
}

function isText(value: unknown): value is { readonly text: string } {
  return isName(value);
}

/** With the comments and annotations before it: from the end of what stands before. */
function blocks(text: string, pieces: readonly { readonly span: { readonly start: number; readonly end: number } }[]) {
  return pieces.map(({ span }, at) => text.slice(at === 0 ? span.start : pieces[at - 1]!.span.end, span.end));
}

const declarationsReversed: Relation = {
  name: 'declarations in another order',
  change: (text) => {
    const { declarations, imports } = parsed(text);
    if (imports.length > 0 || declarations.length < 2) return null;
    const head = text.slice(0, declarations[0]!.span.start);
    const turned = blocks(text, declarations).reverse();
    return { text: `${head}\n${turned.map((block) => `${block}\n`).join('\n')}`, ids: same };
  },
};

const itemsMoved: Relation = {
  name: 'parts, wires and ports in another order',
  change: (text) => {
    const edits = componentsOf(parsed(text)).flatMap(({ items }) => {
      const movable = items.filter(({ kind, annotations }) => MOVABLE.has(kind) && annotations.length === 0);
      const bodies = movable.map(({ span }) => text.slice(span.start, span.end));
      return movable.map((item, at) => replaced(item.span, bodies[bodies.length - 1 - at]!));
    });
    return edits.length === 0 ? null : { text: edited(text, edits), ids: same };
  },
};

const MOVABLE: ReadonlySet<Item['kind']> = new Set([
  'param',
  'in',
  'out',
  'var',
  'state',
  'next',
  'let',
  'connect',
  'part',
]);

/** `guarantee g: a and b` and `guarantee g: a <= b <= c` as two guarantees. */
const splitGuarantee: Relation = {
  name: 'a guarantee in two',
  change: (text) => {
    const edits: Edit[] = [];
    const split = new Set<string>();
    for (const { component, clause } of clausesOf(text)) {
      const { body, name, keyword, unless, tolerating, annotations, span } = clause;
      if (keyword !== 'guarantee' || name === null || tolerating !== null || annotations.length > 0) continue;
      const halves = halvesOf(text, body);
      const delayed = component.items.some((item) => item.kind === 'out' && item.delayed);
      if (halves === null || !isPlain(body) || delayed || component.refines !== null) continue;
      const excuse =
        unless.length === 0
          ? ''
          : ` unless ${unless.map((each) => text.slice(each.span.start, each.span.end)).join(', ')}`;
      const half = (at: number) => `guarantee ${name.text}_${at + 1}: ${halves[at]}${excuse}`;
      edits.push(replaced(span, `${half(0)}\n  ${half(1)}`));
      split.add(`${component.name.text}.${name.text}`);
    }
    if (edits.length === 0) return null;
    const refined = componentsOf(parsed(text)).some(({ refines }) => refines !== null);
    if (refined) return null;
    return {
      text: edited(text, edits),
      ids: (id) => (split.has(id.replace(/^.*\//, '')) ? [`${id}_1`, `${id}_2`] : [id]),
    };
  },
};

function halvesOf(text: string, body: Expression): readonly [string, string] | null {
  const source = ({ span }: Expression) => text.slice(span.start, span.end);
  if (body.kind === 'binary' && body.operator === 'and') return [source(body.left), source(body.right)];
  if (body.kind !== 'chain' || body.operands.length !== 3) return null;
  const [a, b, c] = body.operands.map(source);
  return [`${a} ${body.operators[0]} ${b}`, `${b} ${body.operators[1]} ${c}`];
}

const tautology = byEdits('a guarantee and an invariant that say nothing', (text) =>
  componentsOf(parsed(text)).map(({ span }) => ({
    start: span.end - 1,
    end: span.end - 1,
    text: '  invariant nothing: true or false\n',
  })),
);

/** `20 ms` as `0.02 s`. */
const otherUnits = byEdits('the same quantities in other units', (text) =>
  componentsOf(parsed(text)).flatMap(({ items }) =>
    items
      .filter(({ kind }) => kind === 'clause' || kind === 'let' || kind === 'connect')
      .flatMap((item) =>
        expressionsIn(item).flatMap((node) => {
          if (node.kind !== 'number' || node.unit === null) return [];
          const [from, to] = UNITS.find(([unit]) => unit === node.unit!.text) ?? [null, null];
          return from === null ? [] : [replaced(node.span, `(${node.text.replace('%', '')}e-3 ${to})`)];
        }),
      ),
  ),
);

const UNITS: readonly (readonly [string, string])[] = [
  ['ms', 's'],
  ['s', 'ks'],
  ['m', 'km'],
  ['W', 'kW'],
  ['kW', 'MW'],
  ['K', 'kK'],
];

/** A part that nobody uses, in every system. */
const unusedPart: Relation = {
  name: 'a part that nobody uses',
  change: (text) => {
    const systems = componentsOf(parsed(text)).filter(({ keyword }) => keyword === 'system');
    if (systems.length === 0) return null;
    const edits = systems.map(({ span }) => ({
      start: span.end - 1,
      end: span.end - 1,
      text: '  part idle : Idle_9\n',
    }));
    return { text: `${edited(text, edits)}\ncomponent Idle_9 { out idles : real in 0..1 }\n`, ids: same };
  },
};

/** Every use of a `let` as what it stands for. */
const inlined = byEdits('lets written out', (text) =>
  componentsOf(parsed(text)).flatMap(({ items }) => {
    const lets = new Map(
      items.flatMap((item) =>
        item.kind === 'let' && isPlain(item.value) && !hasLets(items, item.value)
          ? [[item.name.text, text.slice(item.value.span.start, item.value.span.end)] as const]
          : [],
      ),
    );
    return items
      .filter(({ kind }) => kind === 'clause')
      .flatMap((item) =>
        expressionsIn(item).flatMap((node) => {
          const body = node.kind === 'name' ? lets.get(node.name.text) : undefined;
          return body === undefined ? [] : [replaced(node.span, `(${body})`)];
        }),
      );
  }),
);

function hasLets(items: readonly Item[], expression: Expression): boolean {
  const names = new Set(items.flatMap((item) => (item.kind === 'let' ? [item.name.text] : [])));
  return nodesOf(expression).some((node) => node.kind === 'name' && names.has(node.name.text));
}

/** The bodies of guarantees as names for them. */
const named: Relation = {
  name: 'guarantees by a let',
  change: (text) => {
    let count = 0;
    const systems = clausesOf(text).filter(
      ({ component, clause }) =>
        component.keyword === 'system' && clause.keyword === 'guarantee' && isPlain(clause.body),
    );
    const edits = systems.flatMap(({ clause }) => {
      count += 1;
      const { span } = clause.body;
      return [
        replaced(span, `claim_${count}`),
        {
          start: clause.span.end,
          end: clause.span.end,
          text: `\n  let claim_${count} = ${text.slice(span.start, span.end)}`,
        },
      ];
    });
    return edits.length === 0 ? null : { text: edited(text, edits), ids: same };
  },
};

const negatedTwice = byEdits('not not', (text) =>
  clausesOf(text)
    .filter(({ clause }) => isPlain(clause.body))
    .map(({ clause }) =>
      replaced(clause.body.span, `not (not (${text.slice(clause.body.span.start, clause.body.span.end)}))`),
    ),
);

const TURNED: ReadonlyMap<string, string> = new Map([
  ['<', '>'],
  ['<=', '>='],
  ['>', '<'],
  ['>=', '<='],
]);

function sidesTurned(text: string, operators: ReadonlyMap<string, string>): readonly Edit[] {
  return clausesOf(text).flatMap(({ clause }) =>
    isPlain(clause.body)
      ? nodesOf(clause.body).flatMap((node) => {
          if (node.kind !== 'binary' || !operators.has(node.operator)) return [];
          const side = ({ span }: Expression) => `(${text.slice(span.start, span.end)})`;
          return [replaced(node.span, `(${side(node.right)} ${operators.get(node.operator)} ${side(node.left)})`)];
        })
      : [],
  );
}

const flipped: Relation = {
  ...byEdits('comparisons from the other side', (text) => sidesTurned(text, TURNED)),
  turns: true,
};
const commuted = byEdits('operands the other way round', (text) =>
  sidesTurned(text, new Map(['+', '*', 'and', 'or', '==', '!=', '<=>'].map((operator) => [operator, operator]))),
);

const contraposition = byEdits('implications turned round', (text) =>
  clausesOf(text).flatMap(({ clause }) => {
    const { body } = clause;
    if (body.kind !== 'binary' || body.operator !== '=>' || !isPlain(body)) return [];
    const side = ({ span }: Expression) => `(${text.slice(span.start, span.end)})`;
    return [replaced(body.span, `not ${side(body.right)} => not ${side(body.left)}`)];
  }),
);

const twice = byEdits('every clause said twice', (text) =>
  clausesOf(text)
    .filter(({ clause }) => clause.keyword === 'guarantee' && isPlain(clause.body) && clause.tolerating === null)
    .map(({ clause: { body } }) => {
      const said = text.slice(body.span.start, body.span.end);
      return replaced(body.span, `(${said}) and (${said})`);
    }),
);

const byCases = byEdits('every clause in two cases', (text) =>
  clausesOf(text)
    .filter(({ clause }) => isPlain(clause.body))
    .map(({ clause: { body } }) => {
      const said = text.slice(body.span.start, body.span.end);
      return replaced(body.span, `if 1 + 1 == 2 then (${said}) else false`);
    }),
);

const formatted: Relation = {
  name: 'the canonical layout',
  change: (text) => {
    const result = formatModule({ path: 'metamorphic.safety', text });
    return result.kind === 'formatted' ? { text: result.text, ids: same } : null;
  },
};

const stranger: Relation = {
  name: 'a stranger in the file',
  change: (text) => ({
    text: `${text}\ncomponent Stranger_9 { in x : int in 0..3  out y : int  guarantee odd: y == 2 * x + 1 }\nsystem Strange_9 { in x : int in 0..3  part s : Stranger_9  connect x -> s.x  guarantee g: s.y <= 7 }\n`,
    ids: same,
  }),
};

/** Literals of clauses as constants of the file. */
const constants: Relation = {
  name: 'numbers by a const',
  change: (text) => {
    const found = new Map<string, string>();
    const edits = clausesOf(text).flatMap(({ clause }) =>
      nodesOf(clause.body).flatMap((node) => {
        if (node.kind !== 'number' || node.unit === null) return [];
        const written = text.slice(node.span.start, node.span.end);
        const name = found.get(written) ?? `number_${found.size + 1}`;
        found.set(written, name);
        return [replaced(node.span, name)];
      }),
    );
    if (edits.length === 0) return null;
    const declared = [...found].map(([written, name]) => `const ${name} = ${written}\n`).join('');
    return { text: `${edited(text, edits)}\n${declared}`, ids: same };
  },
};

/** A system in a system that passes everything on: what is inside does not move. */
const wrapped: Relation = {
  name: 'a system in a system',
  change: (text) => {
    const module = parsed(text);
    const verified = new Set(module.declarations.flatMap((each) => (each.kind === 'verify' ? [each.system.text] : [])));
    const systems = componentsOf(module).filter(
      ({ keyword, name, items }) =>
        keyword === 'system' &&
        !verified.has(name.text) &&
        items.every(({ kind }) => kind !== 'param' && kind !== 'fault'),
    );
    const around = systems.flatMap(({ name, items }) => {
      const inputs = items.filter((item) => item.kind === 'in');
      const assumes = items.filter((item) => item.kind === 'clause' && item.keyword === 'assume');
      if (inputs.some(({ size }) => size !== null) || assumes.length > 0) return [];
      const step = items.find(({ kind }) => kind === 'step');
      const source = ({ span }: Item) => text.slice(span.start, span.end);
      const lines = [
        ...(step === undefined ? [] : [source(step)]),
        ...inputs.map(source),
        `part inside : ${name.text}`,
        ...inputs.map((input) => `connect ${input.name.text} -> inside.${input.name.text}`),
      ];
      return [`system Around_${name.text} {\n  ${lines.join('\n  ')}\n}\n`];
    });
    return around.length === 0 ? null : { text: `${text}\n${around.join('\n')}`, ids: same };
  },
};

export const RELATIONS: readonly Relation[] = [
  renaming,
  declarationsReversed,
  itemsMoved,
  splitGuarantee,
  tautology,
  otherUnits,
  unusedPart,
  inlined,
  named,
  negatedTwice,
  flipped,
  commuted,
  contraposition,
  twice,
  byCases,
  formatted,
  stranger,
  constants,
  wrapped,
];
