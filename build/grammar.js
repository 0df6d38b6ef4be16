/**
 * Makes src/core/syntax/generated/ from grammar/safety.ohm: the grammar over tokens, one character a token, as one
 * TypeScript module that reads no file when it runs, and the table of those characters for the lexer.
 *
 *   node build/grammar.js            does nothing where the result is newer than its sources
 *   node build/grammar.js --force
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'grammar', 'safety.ohm');
const folder = join(root, 'src', 'core', 'syntax', 'generated');
const grammarFile = join(folder, 'grammar.ts');
const alphabetFile = join(folder, 'alphabet.ts');

/** Tokens of which the text matters; every other token is a reserved word or a symbol and is its own text. */
const CLASSES = { name: 'a', number: '0', string: '$' };

if (process.argv.includes('--force') || !upToDate()) generate();

function upToDate() {
  const made = [grammarFile, alphabetFile];
  if (!made.every((file) => existsSync(file))) return false;
  const oldest = Math.min(...made.map((file) => statSync(file).mtimeMs));
  return [source, fileURLToPath(import.meta.url)].every((file) => statSync(file).mtimeMs < oldest);
}

function generate() {
  const text = readFileSync(source, 'utf8');
  const cut = text.indexOf('  // ── TOKENS');
  if (cut < 0) throw new Error('grammar/safety.ohm has no line TOKENS');
  const rules = text.slice(0, cut);
  const codes = assignCodes(symbolsOf(rules), reservedWordsOf(text.slice(cut)));
  mkdirSync(folder, { recursive: true });
  write(alphabetFile, alphabetModule(codes));
  write(grammarFile, bundle(`${overTokens(rules, codes)}}\n`));
}

/** The symbols that stand between quotes in the rules, comments aside. */
function symbolsOf(rules) {
  return [...new Set([...withoutComments(rules).matchAll(/"([^"]+)"/g)].map((found) => found[1]))];
}

function reservedWordsOf(tokens) {
  const list = /^ {2}reserved = ([^\n]*(?:\n {10}[^\n]*)*)/m.exec(tokens);
  if (list === null) throw new Error('grammar/safety.ohm has no rule `reserved`');
  return list[1].split('|').map((word) => word.trim());
}

function withoutComments(rules) {
  return rules.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/[^\n]*/g, '');
}

/** One printable ASCII character for each token; a symbol of one character keeps itself. */
function assignCodes(symbols, words) {
  const codes = new Map(Object.entries(CLASSES).map(([name, code]) => [name, code]));
  for (const symbol of symbols) if (symbol.length === 1) codes.set(symbol, symbol);
  const taken = new Set([...codes.values(), '"', '\\', '?']);
  const free = [];
  for (let at = 0x41; at < 0x7f; at += 1) free.push(String.fromCharCode(at));
  for (let at = 0x21; at < 0x41; at += 1) free.push(String.fromCharCode(at));
  const usable = free.filter((code) => !taken.has(code));
  for (const token of [...words, ...symbols.filter((symbol) => symbol.length > 1)]) {
    const code = usable.shift();
    if (code === undefined) throw new Error('more tokens than printable characters');
    codes.set(token, code);
  }
  return codes;
}

/**
 * The rules with each token replaced by its character. Their names start with small letters here, which tells Ohm that
 * there is no white space to skip.
 */
function overTokens(rules, codes) {
  const pieces = withoutComments(rules).split(/("[^"]+")/);
  return pieces
    .map((piece) => (piece.startsWith('"') ? terminal(codes, piece.slice(1, -1)) : words(codes, piece)))
    .join('');
}

function words(codes, piece) {
  return piece.replace(/[A-Za-z]\w*/g, (word) => {
    if (word === 'Safety') return word;
    if (/^[A-Z]/.test(word)) return word[0].toLowerCase() + word.slice(1);
    return terminal(codes, word);
  });
}

function terminal(codes, token) {
  const code = codes.get(token);
  if (code === undefined) throw new Error(`grammar/safety.ohm: \`${token}\` is no token`);
  return `"${code}"`;
}

function alphabetModule(codes) {
  const words = [...codes].filter(([token]) => /^[a-z]/.test(token) && !(token in CLASSES));
  const symbols = [...codes].filter(([token]) => !/^[a-z]/.test(token)).sort(([a], [b]) => b.length - a.length);
  const quoted = (text) => `'${text.replace("'", "\\'")}'`;
  const table = (entries) => entries.map(([token, code]) => `  [${quoted(token)}, ${quoted(code)}],\n`).join('');
  const classes = Object.entries(CLASSES).map(([name, code]) => `export const ${name.toUpperCase()} = '${code}';\n`);
  return `// Made from grammar/safety.ohm by build/grammar.js.

/** The character that stands for each class of tokens in the text that the grammar matches. */
${classes.join('')}/** A token that the grammar knows nothing of. */
export const STRAY = '?';

/** Reserved words and their characters. */
export const WORDS: ReadonlyMap<string, string> = new Map([
${table(words)}]);

/** Symbols and their characters, the longer ones first. */
export const SYMBOLS: ReadonlyMap<string, string> = new Map([
${table(symbols)}]);
`;
}

/** Ohm's own bundle and types, joined into one TypeScript module. */
function bundle(grammar) {
  const work = mkdtempSync(join(folder, '.work-'));
  try {
    writeFileSync(join(work, 'tokens.ohm'), grammar);
    const ohm = join(dirname(createRequire(import.meta.url).resolve('@ohm-js/cli/package.json')), 'index.js');
    const run = spawnSync(process.execPath, [ohm, 'generateBundles', '--withTypes', '--esm', 'tokens.ohm'], {
      cwd: work,
    });
    if (run.status !== 0) throw new Error(`ohm generateBundles failed: ${run.stderr}${run.stdout}`);
    const types = readFileSync(join(work, 'tokens.ohm-bundle.d.ts'), 'utf8');
    const script = readFileSync(join(work, 'tokens.ohm-bundle.js'), 'utf8');
    return joined(types, script);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function joined(types, script) {
  const recipe =
    /^import \{makeRecipe\} from 'ohm-js';const result=(makeRecipe\([\s\S]*\));export default result;$/.exec(script);
  if (recipe === null) throw new Error('the bundle of ohm looks different from what build/grammar.js expects');
  const interfaces = types.replace(/^declare const [\s\S]*$/m, '').replace(/^\/\/ (AUTO|This)[^\n]*\n/gm, '');
  return `// Made from grammar/safety.ohm by build/grammar.js.
import * as ohm from 'ohm-js';
${interfaces
  .trim()
  .replace(/^import \{/m, 'import type {')
  .replace(/^ {2}Node,\n/m, '')}

/** Ohm exports this function for its bundles, and does not mention it in its types. */
const { makeRecipe } = ohm as unknown as { makeRecipe: (recipe: unknown) => unknown };

export const grammar = ${recipe[1]} as SafetyGrammar;
`;
}

/** Written beside and renamed, so that a reader never sees half a file. */
function write(file, text) {
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}
