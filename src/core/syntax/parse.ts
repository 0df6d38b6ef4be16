import { type Diagnostic, diagnostic, type Staged } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../text/source.ts';
import type { ComponentDeclaration, Declaration, Import, Item, Module } from './ast.ts';
import { type Body, cutBody, cutDeclarations, isItemWord, type Segment, type Stretch } from './cut.ts';
import { diagnose } from './diagnose.ts';
import { NAME, WORDS } from './generated/alphabet.ts';
import type { Head } from './items.ts';
import { lex } from './lex.ts';
import { MAX_ERRORS, MAX_FILE } from './limits.ts';
import { stackTooSmall, tooDeep, treeTooDeep } from './nesting.ts';
import { Reader, type Reading } from './reader.ts';
import { repairWords } from './repair.ts';
import { Stuck, type Subject } from './stuck.ts';
import type { Tokens } from './tokens.ts';
import { missingBrace, nested } from './unclosed.ts';

/** What an earlier reading may lend: trees of declarations that were read without a mistake, and stand as they stood. */
export interface Memory {
  /** The tree of the same tokens with the same texts, wherever they stood; null where there is none. */
  recall(tokens: Tokens, segment: Segment): Import | Declaration | null;
  remember(tokens: Tokens, segment: Segment, tree: Import | Declaration): void;
}

/**
 * Reads a file. Every declaration is read by itself, and every item of a component by itself, so that each mistake is
 * reported once and spoils no more than its declaration: that one is left out, and its name is among `broken`.
 * Never throws, whatever the text.
 */
export function parseModule(source: SourceFile, memory: Memory | null = null): Staged<Module> {
  if (source.text.length > MAX_FILE) return refuseSize(source);
  const lexed = lex(source);
  const repaired = repairWords(lexed.tokens);
  const parser = new Parser(repaired.tokens, memory);
  const product = parser.run();
  return { product, diagnostics: inOrder([...lexed.diagnostics, ...repaired.diagnostics, ...parser.diagnostics]) };
}

function refuseSize(source: SourceFile): Staged<Module> {
  const span = { path: source.path, start: 0, end: 0 };
  const help = 'cut it into several files, and join them with `import`';
  const message = `this file has more than ${MAX_FILE} characters`;
  return {
    product: { path: source.path, imports: [], declarations: [], broken: [] },
    diagnostics: [diagnostic('SV005', message, span, { help })],
  };
}

/** By place, and no more than people can read. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = diagnostics.toSorted((a, b) => a.span!.start - b.span!.start);
  if (sorted.length <= MAX_ERRORS) return sorted;
  const next = sorted[MAX_ERRORS]!;
  const message = `${sorted.length - MAX_ERRORS} more errors of this file are not shown`;
  return [...sorted.slice(0, MAX_ERRORS), diagnostic('SV029', message, next.span, { help: 'mend the first ones' })];
}

const COMPONENT_WORDS: ReadonlySet<string> = new Set([WORDS.get('component')!, WORDS.get('system')!]);
const TYPE = WORDS.get('type')!;
const BUILT_IN: ReadonlySet<string> = new Set(['bool', 'int', 'real']);

class Parser {
  readonly #tokens: Tokens;
  readonly #reader: Reader;
  readonly #memory: Memory | null;
  readonly #imports: Import[] = [];
  readonly #declarations: Declaration[] = [];
  readonly #broken: string[] = [];
  /** The last component without its `}`, and the index of the report that says so. */
  #awaitsBrace: { readonly report: number; readonly segment: Segment } | null = null;
  /** Words of the language that this component declares as names. */
  readonly #takenForNames = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];

  constructor(tokens: Tokens, memory: Memory | null) {
    this.#tokens = tokens;
    this.#memory = memory;
    this.#reader = new Reader(tokens);
  }

  run(): Module {
    for (const segment of cutDeclarations(this.#tokens)) this.#segment(segment);
    return {
      path: this.#tokens.path,
      imports: this.#imports,
      declarations: this.#declarations,
      broken: this.#broken,
    };
  }

  #segment(segment: Segment): void {
    if (this.#isInsideAnother(segment)) return;
    const isComponent = this.#isComponent(segment);
    if (isComponent) this.#takenForNames.clear();
    const known = this.#memory?.recall(this.#tokens, segment) ?? null;
    if (known !== null) {
      this.#keep(known);
      return;
    }
    const before = this.diagnostics.length;
    const read = isComponent ? this.#component(segment) : this.#declaration(segment);
    if (read === null || this.diagnostics.length > before) this.#broken.push(...this.#namesOf(segment));
    else {
      this.#memory?.remember(this.#tokens, segment, read);
      this.#keep(read);
    }
  }

  #keep(read: Import | Declaration): void {
    if (read.kind === 'import') this.#imports.push(read);
    else this.#declarations.push(read);
  }

  #isComponent(segment: Segment): boolean {
    return COMPONENT_WORDS.has(this.#tokens.codes[segment.keyword] ?? '');
  }

  #declaration(segment: Segment): Import | Declaration | null {
    return this.#accept(segment, 'declaration', () => this.#reader.declaration(segment));
  }

  #component(segment: Segment): ComponentDeclaration | null {
    const body = cutBody(this.#tokens, segment);
    const head = this.#head(segment, body);
    if (head === null || body === null) return null;
    const items = body.items.map((item) => this.#accept(item, 'item', () => this.#reader.item(item)));
    if (body.unclosed) this.#unclosed(segment);
    if (body.unclosed || items.includes(null)) return null;
    return { ...head, items: items as Item[], span: this.#tokens.span(segment.keyword, segment.end) };
  }

  #unclosed(segment: Segment): void {
    if (this.#tokens.isSpoiled(segment.start, segment.end)) return;
    this.#awaitsBrace = { report: this.diagnostics.length, segment };
    this.diagnostics.push(missingBrace(this.#tokens, segment));
  }

  /** Items or a `}` turn up after a declaration in which it was missing: declarations stand within each other. */
  #isInsideAnother(segment: Segment): boolean {
    const outer = this.#awaitsBrace;
    const first = this.#tokens.codes[segment.start]!;
    if (outer === null || segment.keyword < segment.end || !(first === '}' || isItemWord(first))) return false;
    if (this.#tokens.codes[segment.end - 1] === '}') this.#awaitsBrace = null;
    this.diagnostics[outer.report] = nested(this.#tokens, outer.segment);
    return true;
  }

  /** Everything up to the first brace; where that is missing, everything. */
  #head(segment: Segment, body: Body | null): Head | null {
    const stretch = { start: segment.start, end: body === null ? segment.end : body.open + 1 };
    return this.#accept(stretch, 'component', () => this.#reader.head(stretch));
  }

  #accept<T extends object>(stretch: Stretch, subject: Subject, read: () => Reading<T>): T | null {
    const reading = this.#readWithin(stretch, read);
    if (reading.kind === 'refused') {
      this.diagnostics.push(reading.refusal);
      return null;
    }
    if (reading.kind === 'read') {
      this.diagnostics.push(...reading.mistakes);
      return reading.tree;
    }
    if (!this.#tokens.isSpoiled(stretch.start, stretch.end) && !this.#followsName(stretch, reading.at))
      this.#diagnose(new Stuck(this.#tokens, stretch, reading.at, reading.expected, subject));
    return null;
  }

  #diagnose(stuck: Stuck): void {
    const found = diagnose(stuck);
    if (found.code === 'SV012' && stuck.at === stuck.first + 1) this.#takenForNames.add(stuck.here);
    this.diagnostics.push(found);
  }

  /** A word of the language that was declared as a name is used as one later: that is said once, at the declaration. */
  #followsName({ start, end }: Stretch, stuck: number): boolean {
    const { codes } = this.#tokens;
    return [start, stuck, end].some((at) => at < codes.length && this.#takenForNames.has(this.#tokens.spelling(at)));
  }

  /** Reads within the limits of depth: ours, and the machine's. */
  #readWithin<T extends object>(
    stretch: Stretch,
    read: () => Reading<T>,
  ): Reading<T> | { readonly kind: 'refused'; readonly refusal: Diagnostic } {
    const before = tooDeep(this.#tokens, stretch);
    if (before !== null) return { kind: 'refused', refusal: before };
    try {
      const reading = read();
      const after = reading.kind === 'read' ? treeTooDeep(this.#tokens, stretch, reading.tree) : null;
      return after === null ? reading : { kind: 'refused', refusal: after };
    } catch (problem) {
      // The engine's word for an exhausted stack, which a browser or a deep caller may leave us little of.
      if (!(problem instanceof RangeError)) throw problem;
      return { kind: 'refused', refusal: stackTooSmall(this.#tokens, stretch) };
    }
  }

  /** What a broken declaration seems to declare: its name, and the members of an enumeration. */
  #namesOf(segment: Segment): string[] {
    const { codes } = this.#tokens;
    if (segment.keyword >= segment.end && codes[segment.start] !== NAME) return [];
    const from = segment.keyword < segment.end ? segment.keyword + 1 : segment.start + 1;
    const names: string[] = [];
    for (let at = from; at < segment.end; at += 1) if (codes[at] === NAME) names.push(this.#tokens.textOf(at));
    if (codes[segment.keyword] === TYPE) return names.filter((name) => !BUILT_IN.has(name));
    return codes[from] === NAME ? names.slice(0, 1) : [];
  }
}
