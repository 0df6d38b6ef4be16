import { dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';

/** The directions of the house, as a table, and what finds a breach of it. */

/** A source file by its path from the project's folder. */
export interface HouseFile {
  readonly path: string;
  readonly text: string;
}

/** Rooms that each room may look into; a room may always look into itself. */
const MAY_KNOW: ReadonlyMap<string, readonly string[]> = new Map([
  ['exact', []],
  ['text', []],
  ['diagnostics', ['text']],
  ['syntax', ['text', 'diagnostics', 'exact']],
  ['resolve', ['text', 'diagnostics', 'syntax']],
  ['types', ['text', 'diagnostics', 'exact', 'syntax', 'resolve']],
  ['model', ['text', 'diagnostics', 'exact', 'syntax', 'types']],
  ['lint', ['text', 'diagnostics', 'exact', 'syntax', 'types']],
  ['logic', ['exact']],
  ['reply', ['exact']],
  ['smtlib', ['exact', 'logic', 'reply']],
  ['result', ['text', 'diagnostics', 'reply']],
  ['encode', ['text', 'exact', 'model', 'logic']],
  ['obligations', ['text', 'exact', 'syntax', 'types', 'model', 'logic', 'encode', 'result']],
  ['eval', ['text', 'exact', 'types', 'model']],
  ['replay', ['text', 'exact', 'types', 'model', 'eval', 'reply', 'result']],
  ['risk', ['text', 'exact', 'syntax', 'types', 'model', 'eval', 'replay', 'obligations', 'reply', 'result']],
  ['evidence', ['text', 'exact', 'logic', 'prover', 'smtlib', 'reply']],
  [
    'engine',
    [
      'text',
      'exact',
      'types',
      'model',
      'logic',
      'prover',
      'evidence',
      'smtlib',
      'reply',
      'encode',
      'obligations',
      'eval',
      'replay',
      'result',
      'risk',
    ],
  ],
  [
    'optimise',
    [
      'engine',
      'text',
      'exact',
      'types',
      'model',
      'logic',
      'smtlib',
      'reply',
      'encode',
      'obligations',
      'eval',
      'replay',
      'result',
      'risk',
    ],
  ],
  ['simulation', ['text', 'exact', 'types', 'model', 'resolve', 'eval', 'replay', 'result', 'simulated']],
  ['simulated', ['text', 'result']],
  ['prover', ['exact', 'logic', 'reply']],
  ['certify', ['exact', 'model', 'logic', 'smtlib', 'reply', 'encode', 'obligations', 'engine', 'prover', 'result']],
  // A checker of proofs that knows nothing of how they are found.
  ['certcheck', ['text', 'exact', 'model']],
  ['cores', ['text', 'model', 'encode', 'obligations', 'engine']],
  ['repair', ['text', 'exact', 'syntax', 'types', 'model', 'encode', 'obligations', 'engine', 'reply', 'result']],
  ['census', ['text', 'exact', 'syntax']],
  ['agreement', ['census', 'obligations']],
  [
    'verdict',
    [
      'text',
      'diagnostics',
      'exact',
      'types',
      'model',
      'encode',
      'obligations',
      'eval',
      'replay',
      'engine',
      'optimise',
      'risk',
      'reply',
      'result',
    ],
  ],
  ['report', ['text', 'diagnostics', 'exact', 'verdict', 'result', 'simulated']],
  ['ide', ['text', 'diagnostics', 'exact', 'syntax', 'resolve', 'types', 'lint', 'model', 'result']],
  ['solvers', ['reply']],
]);

/** Rooms where everything of the core meets. */
const MEETING_ROOMS = new Set(['check', 'extras', 'cli', 'index', 'lsp', 'web']);

/** Packages and system modules, and the rooms that may use them. */
const PACKAGES: readonly { readonly name: RegExp; readonly rooms: readonly string[] }[] = [
  { name: /^node:/, rooms: ['cli', 'solvers', 'lsp'] },
  { name: /^ohm-js/, rooms: ['syntax'] },
  { name: /^fraction\.js$/, rooms: ['exact'] },
  { name: /^commander$/, rooms: ['cli'] },
  { name: /^z3-solver/, rooms: ['solvers'] },
];

/** Single files that are rooms of their own: shapes that both sides share, and the place where two counts meet. */
const SHAPES: ReadonlyMap<string, string> = new Map([
  ['src/core/verdict/result.ts', 'result'],
  ['src/core/smtlib/reply.ts', 'reply'],
  ['src/core/simulation/outcome.ts', 'simulated'],
  // The census counts from the syntax tree alone; here its count meets the other one.
  ['src/core/census/agreement.ts', 'agreement'],
]);

/** The room of a file: `types` for `src/core/types/check.ts`, `check` for `src/core/check.ts`, `cli` for all of `src/cli`. */
export function roomOf(path: string): string {
  const shape = SHAPES.get(path);
  if (shape !== undefined) return shape;
  const [, first, second] = path.split('/');
  return (first === 'core' ? second! : first!).replace(/\.[jt]s$/, '');
}

/** Every breach in the files, one line each; `path: what`. */
export function breaches(files: readonly HouseFile[]): readonly string[] {
  return files.flatMap((file) => [...importBreaches(file), ...purityBreaches(file), ...proofBreaches(file)]);
}

function importBreaches(file: HouseFile): readonly string[] {
  const room = roomOf(file.path);
  return importsOf(file).flatMap((imported) => {
    const why = imported.startsWith('.') ? roomBreach(file, room, imported) : packageBreach(room, imported);
    return why === null ? [] : [`${file.path}: ${why}`];
  });
}

/** Every import, type imports and dynamic ones with a fixed name among them. */
export function importsOf(file: HouseFile): readonly string[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map((each) => each.fileName);
}

function roomBreach(file: HouseFile, room: string, imported: string): string | null {
  const target = normalize(join(dirname(file.path), imported));
  if (!target.startsWith('src/')) return `reaches out of src: ${imported}`;
  if (!/\.(ts|js)$/.test(target)) return `imports without an extension: ${imported}`;
  const other = roomOf(target);
  if (other === room) return null;
  if (MEETING_ROOMS.has(room)) return inCore(file.path) && !inCore(target) ? `core knows ${other}` : null;
  const allowed = MAY_KNOW.get(room);
  if (allowed === undefined) return `is in a room without a rule: ${room}`;
  return allowed.includes(other) ? null : `${room} may not know ${other}`;
}

function inCore(path: string): boolean {
  return path.startsWith('src/core/');
}

function packageBreach(room: string, imported: string): string | null {
  const rule = PACKAGES.find(({ name }) => name.test(imported));
  if (rule === undefined) return `uses a package without a rule: ${imported}`;
  return rule.rooms.includes(room) ? null : `${room} may not use ${imported}`;
}

const IMPURE = new Set([
  'Date',
  'Intl',
  'console',
  'process',
  'globalThis',
  'setTimeout',
  'setInterval',
  'performance',
  'fetch',
  'require',
]);
const INEXACT = new Set(['parseFloat', 'parseInt', 'Number']);

/** The core has no clock, chance, console or environment, and no floating point but where the line says why that is exact. */
function purityBreaches(file: HouseFile): readonly string[] {
  if (!inCore(file.path) || file.path.includes('/generated/')) return [];
  const found: string[] = [];
  visit(file, (node, line) => {
    if (!ts.isIdentifier(node) || isMember(node)) return;
    if (IMPURE.has(node.text)) found.push(`${file.path}: the core may not use ${node.text}`);
    if (INEXACT.has(node.text) && !line.includes('// exact:'))
      found.push(`${file.path}: ${node.text} without saying why it is exact`);
    if (node.text === 'Math' && ts.isPropertyAccessExpression(node.parent) && node.parent.name.text === 'random') {
      found.push(`${file.path}: the core may not use Math.random`);
    }
  });
  return found;
}

/** Whether the identifier is only the name of a member (`value.process`, `{ process: … }`). */
function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent)) &&
    parent.name === node
  );
}

/** Nothing outside the room `verdict` makes a value that says `proved`; the expectation of an obligation is no verdict. */
function proofBreaches(file: HouseFile): readonly string[] {
  if (roomOf(file.path) === 'verdict') return [];
  const found: string[] = [];
  visit(file, (node) => {
    const claims =
      ts.isPropertyAssignment(node) &&
      ['verdict', 'kind'].includes(node.name.getText()) &&
      saysProved(node.initializer);
    if (claims) found.push(`${file.path}: only verdict/ may construct \`proved\``);
  });
  return found;
}

function saysProved(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node)) return node.text === 'proved';
  if (ts.isConditionalExpression(node)) return saysProved(node.whenTrue) || saysProved(node.whenFalse);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return saysProved(node.expression);
  return false;
}

function visit(file: HouseFile, see: (node: ts.Node, line: string) => void): void {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true);
  const lines = file.text.split('\n');
  const walk = (node: ts.Node): void => {
    see(node, lines[source.getLineAndCharacterOfPosition(node.getStart(source)).line] ?? '');
    ts.forEachChild(node, walk);
  };
  walk(source);
}
