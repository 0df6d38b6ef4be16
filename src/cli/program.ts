import { Command, Option } from 'commander';
import { ENGINES } from '../core/engine/engines.ts';
import { MATRIX_FORMATS } from '../core/report/matrix.ts';
import { SIMULATION_FORMATS } from '../core/report/simulation_report.ts';
import { bounds } from './bounds_command.ts';
import { certcheck } from './certcheck_command.ts';
import { check, test } from './check_command.ts';
import { type RawOptions, readOptions } from './check_options.ts';
import { colourChoice } from './colour.ts';
import { completion } from './completion_command.ts';
import { doctor } from './doctor_command.ts';
import { explain } from './explain_command.ts';
import { faults, type RawFaultOptions } from './faults_command.ts';
import { fmt } from './fmt_command.ts';
import { init } from './init_command.ts';
import type { Outcome } from './outcome.ts';
import { FORMATS } from './report_target.ts';
import { type RawSimulateOptions, simulateFile } from './simulate_command.ts';
import { smt } from './smt_command.ts';
import { solverChoice } from './solver_choice.ts';
import { TOOL } from './tool.ts';

/**
 * The words as commander should read them: `--solver native PATH` becomes one option with one value,
 * and `--color` takes the next word only where that says when.
 */
export function plainWords(words: readonly string[]): readonly string[] {
  const plain: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const next = words[at + 1];
    if (word === '--') return [...plain, ...words.slice(at)];
    if (word === '--solver' && next === 'native' && words[at + 2] !== undefined) {
      plain.push(`--solver=native=${words[at + 2]}`);
      at += 2;
    } else plain.push(word === '--color' && !/^(auto|always|never)$/.test(next ?? '') ? '--color=always' : word);
  }
  return plain;
}

/** The command line as commander knows it. `settle` is told how the command that ran has ended. */
export function program(settle: (outcome: Outcome) => void): Command {
  const safeverify = new Command('safeverify')
    .description('Prove or refute the claims of `.safety` specifications.')
    .version(TOOL.version)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .addHelpText('after', EXITS);
  checking(safeverify.command('check'), 'prove or refute every claim of the files')
    .option('--coverage', 'clauses that no proof uses, and inputs on which no property depends')
    .option('--certify <path>', 'write certificates of what is proved: into a folder, or into a file NAME.json')
    .action(async (paths: string[], raw: RawOptions) => {
      settle(await check(paths, readOptions(raw)));
    });
  checking(safeverify.command('test'), 'hold the files to their @expect annotations').action(
    async (paths: string[], raw: RawOptions) => {
      settle(await test(paths, { ...readOptions(raw), quick: true }));
    },
  );
  checking(safeverify.command('smt'), 'print the questions that a check asks its solver').action(
    async (paths: string[], raw: RawOptions) => {
      settle(await smt(paths, { ...readOptions(raw), quick: true }));
    },
  );
  checking(safeverify.command('bounds'), 'tightest bounds, weakest restrictions, what each number costs')
    .option('--trade <a,b>', 'for each value of one number the weakest restriction of the other')
    .option('--plot <file>', 'the trade-off as a picture, in SVG')
    .action(async (paths: string[], raw: RawOptions & { readonly plot?: string }) => {
      settle(await bounds(paths, readOptions(raw), raw.plot ?? null));
    });
  faultsCommand(safeverify, settle);
  simulateCommand(safeverify, settle);
  small(safeverify, settle);
  return safeverify;
}

const EXITS = `
Exit codes:
  0    everything is proved
  1    something is refuted or vacuous
  2    cannot start: usage, file, syntax, type or unit error, nothing to check
  3    something is undecided, nothing refuted
  4    an internal error
  130, 143  interrupted`;

/** `faults` takes the options of a check, and no path where it reads a table. */
function faultsCommand(safeverify: Command, settle: (outcome: Outcome) => void): void {
  const command = checking(
    safeverify.command('faults'),
    'minimal cut sets, single points, and what would help',
    '[paths...]',
  );
  command
    .option('--paths', 'the minimal path sets too')
    .option('--protect <k>', 'what to make impossible so that any `k` faults are borne')
    .option('--matrix [form]', `which fault defeats which part: ${MATRIX_FORMATS.join(', ')}`)
    .option('--import <csv>', 'write a specification from a table of techniques and failure modes')
    .option('--unknown <reading>', 'with `--import`, what a `?` is: `fail`, `hold`, or `both` in two systems')
    .action(async (paths: string[], raw: RawOptions & RawFaultOptions) => {
      settle(await faults(paths, { ...readOptions(raw), quick: true }, raw));
    });
}

function simulateCommand(safeverify: Command, settle: (outcome: Outcome) => void): void {
  safeverify
    .command('simulate')
    .description('run a model forward, up to the first clause that is broken; proves nothing')
    .argument('<file>', 'the specification')
    .option('--of <name>', 'what to run: a system, a component, or `setting/System`')
    .option('--inputs <file>', 'values as CSV or JSON, or the result of `check --format json`; the rest is drawn')
    .option('--steps <number>', 'how many steps')
    .option('--seed <number>', 'what is drawn follows from it')
    .option('--param <name=value>', 'the value of a parameter; repeatable', collect)
    .option('--fault <name@step>', 'a fault that is present from that step on; repeatable', collect)
    .option('--only <glob>', 'only these claims end the run; repeatable', collect)
    .option('--show <glob>', 'only these variables are shown; repeatable', collect)
    .option('--format <format>', SIMULATION_FORMATS.join(', '))
    .option('--root <dir>', 'the project root, outside of which nothing is imported')
    .option('--color [when]', 'auto, always or never')
    .option('--no-color', 'no colour')
    .action((path: string, raw: RawSimulateOptions) => settle(simulateFile(path, raw)));
}

function small(safeverify: Command, settle: (outcome: Outcome) => void): void {
  safeverify
    .command('fmt')
    .description('bring files into the canonical layout')
    .argument('<paths...>', 'files, or directories for every *.safety under them')
    .option('--check', 'only say which are not')
    .option('--color [when]', 'auto, always or never')
    .option('--no-color', 'no colour')
    .action((paths: string[], raw: RawOptions & { readonly check?: boolean }) => {
      settle(fmt(paths, raw.check === true, colourChoice(raw.color)));
    });
  safeverify
    .command('certcheck')
    .description('check a certificate against the file that it speaks of')
    .argument('<file>', 'a .safety file')
    .argument('<certificate>', 'what `check --certify` has written')
    .option('--format <format>', 'human or json', 'human')
    .option('--root <dir>', 'the project root, outside of which nothing is imported')
    .action((file: string, certificate: string, raw: { readonly format?: string; readonly root?: string }) => {
      settle(certcheck(file, certificate, raw));
    });
  safeverify
    .command('explain')
    .description('say what a code means')
    .argument('<code>', 'such as SV201')
    .action((code: string) => settle(explain(code)));
  safeverify
    .command('init')
    .description('write a first specification to start from')
    .argument('[dir]', 'the folder', '.')
    .action((folder: string) => settle(init(folder)));
  safeverify
    .command('completion')
    .description('print the script with which a shell completes the commands')
    .argument('<shell>', 'bash, zsh or fish')
    .action((shell: string) => {
      settle(
        completion(
          shell,
          safeverify.commands.map((each) => each.name()),
        ),
      );
    });
  safeverify
    .command('doctor')
    .description('see whether this installation works')
    .addOption(solverOption())
    .action(async (raw: RawOptions) => settle(await doctor(solverChoice(raw.solver ?? []))));
}

function checking(command: Command, description: string, paths = '<paths...>'): Command {
  return command
    .description(description)
    .argument(paths, 'files, or directories for every *.safety under them')
    .option('--format <format>', `${FORMATS.join(', ')}; to stdout or =FILE; repeatable`, collect)
    .option('--only <glob>', 'only obligations of that name; `*` stands for anything; repeatable', collect)
    .option('--rlimit <steps>', 'solver steps for each question')
    .option('--timeout <duration>', 'wall clock for each question, the safety net: `60s`, or milliseconds')
    .option('--seed <number>', "the solver's seed")
    .option('--engine <name>', `only that one for claims over time: ${ENGINES.join(', ')}; repeatable`, collect)
    .option('--no-cache', 'ask everything anew, and keep nothing for the next run')
    .option('--save-smt <dir>', 'keep every question as an SMT-LIB file')
    .option('--quick', 'verdicts only: no tightest bounds, worst executions, cores or repairs')
    .option('--as-of <day>', 'warn of evidence that has expired by then: `2026-12-01`, or `today`')
    .option('--strict-evidence', 'fail where evidence has expired')
    .option('--root <dir>', 'the project root, outside of which nothing is imported')
    .option('--color [when]', 'auto, always or never')
    .option('--no-color', 'no colour')
    .addOption(solverOption());
}

function solverOption(): Option {
  return new Option('--solver <name>', '`wasm`, or `native` and the path of a solver').argParser(collect);
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
