import { isDeclarationWord, isItemWord } from './cut.ts';
import type { Complaint } from './diagnose.ts';
import { exampleHelp } from './examples.ts';
import { quantityEnd } from './lex.ts';
import { meantWord, misspeltWord } from './repair.ts';
import type { Stuck } from './stuck.ts';

/** Mistakes about the words that begin things, and about names. */
export const declarations: readonly Complaint[] = [
  annotationAlone,
  unitIsMisspeltWord,
  firstWord,
  reservedName,
  severalNames,
  missingName,
  missingRefined,
  missingType,
  definedBelow,
  unitWithoutBrackets,
  definitionSign,
  missingDefinition,
  missingColon,
  inputWithValue,
  importPath,
];

/** `@expect(refuted)` with nothing after it. */
function annotationAlone(stuck: Stuck) {
  if (stuck.first < stuck.stretch.end || stuck.at < stuck.first) return null;
  return stuck.missing('nothing follows this annotation', 'an annotation stands right before what it speaks of');
}

/** `in x : real in 0..5 gaurantee y: …`: on the line of a number, the misspelt word looks like its unit. */
function unitIsMisspeltWord(stuck: Stuck) {
  if (!stuck.isNumber(stuck.at - 1) || !(stuck.isName() || stuck.isText())) return null;
  const written = stuck.tokens.textOf(stuck.at - 1);
  const unit = /[A-Za-z_]\w*$/.exec(written)?.[0] ?? '';
  const word = unit.length < 3 ? null : meantWord(unit, stuck.subject === 'item');
  if (word === null) return null;
  const span = stuck.tokens.span(stuck.at - 1);
  return misspeltWord(unit, word, { ...span, start: span.end - unit.length });
}

/** The stretch does not begin with a word that begins anything. */
function firstWord(stuck: Stuck) {
  if (stuck.at !== stuck.first || stuck.atEnd) return null;
  const code = stuck.tokens.codes[stuck.at]!;
  if (stuck.subject === 'item') return isItemWord(code) ? null : strangeItem(stuck);
  if (code === '}')
    return stuck.wrong('SV016', 'this `}` closes nothing', 'delete it, or write the `{` that is missing');
  if (isItemWord(code) && !isDeclarationWord(code)) {
    const help = 'an item stands between the braces of a component or a system: is there one `}` too many before it?';
    return stuck.wrong('SV021', `${stuck.shown} stands outside of every component`, help);
  }
  if (isDeclarationWord(code)) return null;
  const word = stuck.isName() ? meantWord(stuck.here, false) : null;
  if (word !== null) return misspeltWord(stuck.here, word, stuck.spanHere);
  const help =
    'a declaration begins with `component`, `system`, `verify`, `type`, `unit`, `const`, `fun`, `fault` or `import`';
  return stuck.wrong('SV021', `${stuck.shown} does not begin a declaration`, help);
}

function strangeItem(stuck: Stuck) {
  const word = stuck.isName() ? meantWord(stuck.here, true) : null;
  if (word !== null) return misspeltWord(stuck.here, word, stuck.spanHere);
  if (stuck.isName() && (stuck.near(1) === '=' || stuck.near(1) === ':')) return nameWithoutWord(stuck);
  if (stuck.here === '{')
    return stuck.wrong('SV014', 'this `{` opens nothing', 'only `mode … when … {` has braces inside a component');
  const help =
    'an item begins with a word such as `in`, `out`, `param`, `let`, `part`, `connect`, `assume` or `guarantee`';
  return stuck.wrong('SV014', `${stuck.shown} does not begin an item`, help);
}

/** `x = 3`, `x : real`. */
function nameWithoutWord(stuck: Stuck) {
  const name = stuck.here;
  const help =
    stuck.near(1) === '='
      ? `write \`let ${name} = …\` for a name, \`next ${name} = …\` for a state, \`out ${name} : T = …\` for an output`
      : `write \`in ${name} : …\`, \`out ${name} : …\`, \`param ${name} : …\` or \`var ${name} : …\``;
  return stuck.wrong('SV014', `nothing says what ${stuck.shown} is`, help);
}

/** `let state = 3`: a word of the language where only a name may stand. */
function reservedName(stuck: Stuck) {
  if (!stuck.expectsName || !stuck.isReserved() || stuck.expectsOperator) return null;
  const word = stuck.tokens.codes[stuck.at]!;
  const named = stuck.expectsOnlyName || namesSomething(stuck) || isItemWord(word) || isDeclarationWord(word);
  if (!named) return null;
  return stuck.wrong(
    'SV012',
    `${stuck.shown} is a reserved word and cannot be a name`,
    `choose another, such as \`${stuck.here}_\``,
  );
}

/** Where an expression could stand, but the word is followed as a name would be: `guarantee next: …`, `C(in = 3)`. */
function namesSomething(stuck: Stuck): boolean {
  if (['(', ','].includes(stuck.near(-1)) && [',', ')'].includes(stuck.near(1))) return true;
  return [':', '=', '.'].includes(stuck.near(1)) || (stuck.isText(stuck.at + 1) && stuck.near(2) === ':');
}

/** `in x, y : real`, `in x : real, y : real`. */
function severalNames(stuck: Stuck) {
  if (stuck.here !== ',' || stuck.subject !== 'item' || stuck.opener >= 0) return null;
  if (stuck.expectsOperator && !stuck.expects(':')) return null;
  const help = 'every item begins with its own word, and no comma stands between items';
  return stuck.wrong('SV014', `one \`${stuck.keyword}\` declares one name`, help);
}

function missingName(stuck: Stuck) {
  if (!stuck.expectsOnlyName || stuck.isReserved() || stuck.isName()) return null;
  const before = stuck.near(-1);
  if (before === ',' || before === '.') {
    return stuck.missing(
      `a name is missing after ${stuck.shownBefore}`,
      before === ',' ? 'write the name, or leave the comma out' : null,
    );
  }
  if (before === ':') return null;
  if (stuck.isText()) return stuck.wrong('SV014', 'a name is written without quotes', exampleHelp(stuck.keyword));
  if (stuck.isNumber())
    return stuck.wrong('SV014', `a name cannot begin with a digit: ${stuck.shown}`, exampleHelp(stuck.keyword));
  return stuck.missing(`a name is missing after ${stuck.shownBefore}`, exampleHelp(stuck.keyword));
}

function missingRefined(stuck: Stuck) {
  if (!stuck.expects('{') || !stuck.expects('refines')) return null;
  if (
    stuck.here === ':' ||
    stuck.here === '<' ||
    (stuck.isName() && /^(extends|implements|is|refine)$/i.test(stuck.here))
  ) {
    return stuck.wrong('SV014', `${stuck.shown} cannot stand here`, `write \`${stuck.keyword} B refines A { … }\``);
  }
  if (stuck.here === '(') {
    return stuck.wrong(
      'SV014',
      'a component has no parameter list',
      'declare them inside: `param limit : real [req/s]`',
    );
  }
  return null;
}

function missingType(stuck: Stuck) {
  if (stuck.near(-1) !== ':' || !stuck.expectsOnlyName || stuck.isName()) return null;
  if (stuck.isReserved()) return null;
  const what = stuck.keyword === 'part' || stuck.keyword === 'verify' ? 'the name of a component' : 'a type';
  return stuck.missing(`${what} is missing after \`:\``, exampleHelp(stuck.keyword));
}

/** `out y : real` and, on a line of its own, `y = x`. */
function definedBelow(stuck: Stuck) {
  if (stuck.subject !== 'item' || stuck.opener >= 0 || !stuck.isName() || stuck.near(1) !== '=') return null;
  if (!/^(in|out|delayed|var|state|let|param|step|next|connect|fault)$/.test(stuck.keyword)) return null;
  if (stuck.at < stuck.first + 3) return null;
  const declared = stuck.tokens.spelling(stuck.first + (stuck.keyword === 'delayed' ? 2 : 1));
  if (declared !== stuck.here || !/^(out|delayed|var)$/.test(stuck.keyword)) return nameWithoutWord(stuck);
  const help = `define it where it is declared: \`out ${declared} : T = …\``.replace('out', stuck.keyword);
  return stuck.wrong('SV014', `${stuck.shown} is declared before, and defined there`, help);
}

/** `out v : real m/s`. */
function unitWithoutBrackets(stuck: Stuck) {
  if (stuck.near(-2) !== ':' || !stuck.isName(stuck.at - 1) || !stuck.expects('[')) return null;
  if (!stuck.isName() && !['(', '<', '{', '/'].includes(stuck.here)) return null;
  const { text } = stuck.tokens;
  const start = stuck.spanHere.start;
  const unit = stuck.isName() ? text.slice(start, quantityEnd(text, start)) : 'm/s';
  return stuck.wrong('SV014', 'a unit stands in square brackets', `write \`${stuck.near(-1)} [${unit}]\``);
}

/** `in x real`, `part a Stage`, `verify wet Vehicle`, `param p = 3`. */
function missingColon(stuck: Stuck) {
  if (!stuck.expects(':') || stuck.here === ':') return null;
  if (stuck.opener > stuck.first && !stuck.expects('in')) return inBrackets(stuck);
  const labels = ['assume', 'guarantee', 'invariant'].includes(stuck.keyword);
  if (labels) return labelColon(stuck);
  if (stuck.expectsOperator) return null;
  const kind = stuck.keyword === 'part' || stuck.keyword === 'verify' ? 'its component' : 'its type';
  if (stuck.isName()) return stuck.missing(`\`:\` is missing between the name and ${kind}`, exampleHelp(stuck.keyword));
  return stuck.missing(`\`:\` and ${kind} are missing after ${stuck.shownBefore}`, exampleHelp(stuck.keyword));
}

function inBrackets(stuck: Stuck) {
  if (stuck.expectsOperator && !(stuck.isName() || stuck.isNumber())) return null;
  if (!stuck.isName() && !stuck.isNumber()) return null;
  const parameter = stuck.keyword === 'fun' && !stuck.expectsOperator;
  if (parameter) return stuck.missing('`:` is missing between the name and its type', exampleHelp('fun'));
  return stuck.missing('`:` is missing before what is said of each', 'write `sum(r in racks: r.power)`');
}

function labelColon(stuck: Stuck) {
  const named = stuck.at === stuck.first + 2 && (stuck.isName(stuck.at - 1) || stuck.isText(stuck.at - 1));
  const both = stuck.at === stuck.first + 3 && stuck.isText(stuck.at - 1);
  const startsBody = stuck.isName() || stuck.isNumber() || stuck.here === '(' || stuck.isReserved();
  if (!(named || both) || stuck.atEnd || !startsBody) return null;
  if (/^(forall|exists|all|any|sum|count)$/.test(stuck.near(-1)) && stuck.isName()) {
    return stuck.missing('what ranges over something stands in brackets', `write \`all(${stuck.here} in 1..3: …)\``);
  }
  const label = stuck.isText(stuck.at - 1) ? 'the sentence' : 'the name';
  return stuck.missing(`\`:\` is missing between ${label} and the condition`, exampleHelp(stuck.keyword));
}

/** `let k == 3`, `let k : 3`, `C(grip: 5)`, `C(grip == 5)`. */
function definitionSign(stuck: Stuck) {
  if (!stuck.expects('=') || stuck.expectsOperator) return null;
  if (stuck.here !== '==' && stuck.here !== ':' && stuck.here !== '->') return null;
  return stuck.wrong('SV011', `${stuck.shown} does not define`, 'write `=`');
}

function missingDefinition(stuck: Stuck) {
  if (!stuck.expects('=') || stuck.expectsOperator || stuck.opener > stuck.first) return null;
  if (!['let', 'next', 'const', 'type', 'fun'].includes(stuck.keyword)) return null;
  if (stuck.isReserved()) return null;
  if (stuck.here === '(') {
    return stuck.wrong(
      'SV014',
      `a \`${stuck.keyword}\` takes no arguments`,
      'write `fun f(x : real) = …` outside of the component',
    );
  }
  const value = stuck.keyword === 'type' ? 'its definition' : 'its value';
  if (stuck.atEnd) return stuck.missing(`\`=\` and ${value} are missing`, exampleHelp(stuck.keyword));
  return stuck.missing(`\`=\` is missing before ${value}`, exampleHelp(stuck.keyword));
}

function inputWithValue(stuck: Stuck) {
  if (stuck.keyword !== 'in' || stuck.here !== '=') return null;
  const help = 'what uses the component gives it one with `connect`; a value that is fixed for a run is a `param`';
  return stuck.wrong('SV014', 'an input has no value of its own', help);
}

function importPath(stuck: Stuck) {
  if (stuck.keyword !== 'import' || !stuck.expectsText || stuck.at !== stuck.first + 1) return null;
  return stuck.missing('the path of the file is missing, between double quotes', exampleHelp('import'));
}
