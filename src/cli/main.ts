import { CommanderError } from 'commander';
import { diagnostic } from '../core/diagnostics/diagnostic.ts';
import { jsonReport } from '../core/report/json.ts';
import { Sources } from '../core/report/sources.ts';
import { DEFAULT_CONFIG } from './check_options.ts';
import { Failure, messageOf, systemCode } from './failure.ts';
import type { Outcome } from './outcome.ts';
import { flushed, tellReason } from './outlet.ts';
import { plainWords, program } from './program.ts';
import { TOOL } from './tool.ts';

/** Runs the command line and ends the process with the exit code that is promised. */
async function main(words: readonly string[]): Promise<void> {
  tolerateClosedPipes();
  const { code, reason } = await run(words);
  if (reason !== null) tellReason(reason);
  await flushed();
  process.exit(code);
}

async function run(words: readonly string[]): Promise<Outcome> {
  let outcome: Outcome = { code: 0, reason: null };
  try {
    if (words.length === 0) return nothingAsked();
    await program((settled) => {
      outcome = settled;
    }).parseAsync([...plainWords(words)], { from: 'user' });
    return outcome;
  } catch (thrown) {
    return caught(thrown, words);
  }
}

function nothingAsked(): Outcome {
  process.stderr.write(program(() => {}).helpInformation());
  return { code: 2, reason: 'no command was given; try `safeverify check FILE`' };
}

function caught(thrown: unknown, words: readonly string[]): Outcome {
  if (thrown instanceof CommanderError) return usage(thrown, words);
  if (thrown instanceof Failure) return refusal(thrown, words);
  if (process.env.SAFEVERIFY_DEBUG !== undefined && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
  const reason = `internal error: ${messageOf(thrown)}; this is our mistake, not the file's`;
  tellDocument(new Failure('SV311', reason), 4, words);
  return { code: 4, reason };
}

/** Help and version come as errors with code 0. */
function usage(error: CommanderError, words: readonly string[]): Outcome {
  if (error.exitCode === 0) return { code: 0, reason: null };
  const message = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  const command = words.find((word) => !word.startsWith('-')) ?? '';
  const meant = command.endsWith('.safety') ? `; did you mean \`safeverify check ${command}\`?` : '';
  return refusal(new Failure('SV300', `${message}${meant}`), words);
}

function refusal(failure: Failure, words: readonly string[]): Outcome {
  if (!tellDocument(failure, 2, words) && failure.diagnostic.help !== null)
    process.stderr.write(`help: ${failure.diagnostic.help}\n`);
  return { code: 2, reason: failure.message };
}

/** A reader that asked for JSON on stdout gets a document even where the command could not start. */
function tellDocument(failure: Failure, exitCode: number, words: readonly string[]): boolean {
  if (!wantsJson(words)) return false;
  const { code, message, help } = failure.diagnostic;
  const failures = [diagnostic(code, message, null, { help })];
  const sources = new Sources([]);
  const report = { tool: TOOL, runs: [], failures, config: DEFAULT_CONFIG, sources, exitCode, interrupted: false };
  process.stdout.write(jsonReport(report));
  return true;
}

function wantsJson(words: readonly string[]): boolean {
  return words.some((word, at) => word === '--format=json' || (word === '--format' && words[at + 1] === 'json'));
}

/** `| head` closes the pipe early: what is left to say has no reader, and the exit code stays what it is. */
function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (thrown: unknown) => {
      if (systemCode(thrown) !== 'EPIPE') process.exit(4);
    });
  }
}

await main(process.argv.slice(2));
