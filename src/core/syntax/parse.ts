import { type Diagnostic, diagnostic, type Staged } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../text/source.ts';
import type { ComponentDeclaration, Declaration, Import, Item, Module } from './ast.ts';
import { cutBody, cutDeclarations, type Segment, type Stretch } from './cut.ts';
import { diagnose } from './diagnose.ts';
import { NAME, WORDS } from './generated/alphabet.ts';
import { lex } from './lex.ts';
import { MAX_FILE } from './limits.ts';
import { tooDeep } from './nesting.ts';
import { Reader, type Reading } from './reader.ts';
import type { Tokens } from './tokens.ts';

/**
 * Reads a file. Every declaration is read by itself, and every item of a component by itself, so that each mistake is
 * reported once and spoils no more than its declaration: that one is left out, and its name is among `broken`.
 * Never throws, whatever the text.
 */
export function parseModule(source: SourceFile): Staged<Module> {
  if (source.text.length > MAX_FILE) return refuseSize(source);
  const { tokens, diagnostics } = lex(source);
  const parser = new Parser(tokens);
  const product = parser.run();
  const all = [...diagnostics, ...parser.diagnostics];
  return { product, diagnostics: all.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0)) };
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

const COMPONENT_WORDS: ReadonlySet<string> = new Set([WORDS.get('component')!, WORDS.get('system')!]);
const TYPE = WORDS.get('type')!;

class Parser {
  readonly #tokens: Tokens;
  readonly #reader: Reader;
  readonly #imports: Import[] = [];
  readonly #declarations: Declaration[] = [];
  readonly #broken: string[] = [];
  readonly diagnostics: Diagnostic[] = [];

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#reader = new Reader(tokens);
  }

  run(): Module {
    for (const segment of cutDeclarations(this.#tokens.codes)) this.#segment(segment);
    return {
      path: this.#tokens.path,
      imports: this.#imports,
      declarations: this.#declarations,
      broken: this.#broken,
    };
  }

  #segment(segment: Segment): void {
    const before = this.diagnostics.length;
    const read = this.#isComponent(segment) ? this.#component(segment) : this.#declaration(segment);
    if (read === null || this.diagnostics.length > before) this.#broken.push(...this.#namesOf(segment));
    else if (read.kind === 'import') this.#imports.push(read);
    else this.#declarations.push(read);
  }

  #isComponent(segment: Segment): boolean {
    return COMPONENT_WORDS.has(this.#tokens.codes[segment.keyword] ?? '');
  }

  #declaration(segment: Segment): Import | Declaration | null {
    return this.#accept(segment, 'declaration', () => this.#reader.declaration(segment));
  }

  #component(segment: Segment): ComponentDeclaration | null {
    const body = cutBody(this.#tokens.codes, segment);
    if (body === null) return this.#declaration(segment) as null;
    const start = segment.start;
    const headTokens = { start, end: body.open + 1 };
    const head = this.#accept(headTokens, 'head', () => this.#reader.head(headTokens));
    const items = body.items.map((item) => this.#item(item));
    if (segment.unclosed >= 0) this.#unclosed(segment);
    if (head === null || items.includes(null)) return null;
    const span = this.#tokens.span(segment.keyword, segment.end);
    return { ...head, items: items as Item[], span };
  }

  #item(stretch: Stretch): Item | null {
    return this.#accept(stretch, 'item', () => this.#reader.item(stretch));
  }

  #accept<T>(stretch: Stretch, what: string, read: () => Reading<T>): T | null {
    const refusal = tooDeep(this.#tokens, stretch);
    if (refusal !== null) {
      this.diagnostics.push(refusal);
      return null;
    }
    const reading = read();
    if (reading.kind === 'read') {
      this.diagnostics.push(...reading.mistakes);
      return reading.tree;
    }
    this.diagnostics.push(diagnose(this.#tokens, stretch, reading.at, what));
    return null;
  }

  #unclosed(segment: Segment): void {
    const { codes } = this.#tokens;
    const missing = this.#tokens.after(segment.end - 1);
    const opened = { span: this.#tokens.span(segment.unclosed), message: 'opened here' };
    const next = codes[segment.end] === undefined ? 'the file ends' : `\`${this.#tokens.textOf(segment.end)}\` follows`;
    this.diagnostics.push(
      diagnostic('SV015', `\`}\` is missing: ${next}, and a brace is still open`, missing, {
        related: [opened],
        help: 'write `}` here, or where the declaration is meant to end',
      }),
    );
  }

  /** What a broken declaration seems to declare: its name, and the members of an enumeration. */
  #namesOf(segment: Segment): string[] {
    const { codes } = this.#tokens;
    const from = Math.min(segment.keyword + 1, segment.end);
    const names: string[] = [];
    for (let at = from; at < segment.end; at += 1) if (codes[at] === NAME) names.push(this.#tokens.textOf(at));
    return codes[segment.keyword] === TYPE ? names : names.slice(0, 1);
  }
}
