import { framedDiagnostic } from '../core/report/diagnostic_text.ts';
import { printable } from '../core/report/printable.ts';
import { Sources } from '../core/report/sources.ts';
import { worstExit } from '../core/report/summary.ts';
import { formatModule } from '../core/syntax/print.ts';
import type { SourceFile } from '../core/text/source.ts';
import { type ColourChoice, paintFor } from './colour.ts';
import { Failure } from './failure.ts';
import { findSpecs } from './find_specs.ts';
import type { Outcome } from './outcome.ts';
import { writeWhole } from './report_target.ts';
import { readSource } from './source_file.ts';

/** What became of one file: as it should be, not so (rewritten unless only checked), or not to be read. */
type Fate = 'canonical' | 'changed' | 'refused';

/** `fmt`: brings files into the canonical layout, or with `check` only says which are not. */
export function fmt(paths: readonly string[], check: boolean, colour: ColourChoice): Outcome {
  const found = findSpecs(paths);
  for (const failure of found.failures) tell(failure);
  const fates = found.files.map((path) => fateOf(path, check, colour));
  return outcome(fates, found.failures.length, check);
}

function fateOf(path: string, check: boolean, colour: ColourChoice): Fate {
  try {
    return formatted(readSource(path), check, colour);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    tell(thrown);
    return 'refused';
  }
}

function formatted(source: SourceFile, check: boolean, colour: ColourChoice): Fate {
  const layout = formatModule(source);
  if (layout.kind === 'refused') {
    const sources = new Sources([source]);
    const paint = paintFor(colour, process.stderr);
    for (const each of layout.diagnostics)
      process.stderr.write(`${framedDiagnostic(each, sources, paint).join('\n')}\n\n`);
    return 'refused';
  }
  if (layout.text === source.text) return 'canonical';
  if (!check) writeWhole(source.path, layout.text);
  process.stdout.write(`${printable(source.path)}: ${check ? '[SV310] not in the canonical layout' : 'formatted'}\n`);
  return 'changed';
}

function outcome(fates: readonly Fate[], failures: number, check: boolean): Outcome {
  const changed = fates.filter((fate) => fate === 'changed').length;
  const refused = fates.filter((fate) => fate === 'refused').length + failures;
  const code = worstExit([refused > 0 ? 2 : 0, check && changed > 0 ? 1 : 0]);
  if (code === 0) return { code, reason: null };
  if (code === 2) return { code, reason: `${refused} of ${fates.length + failures} files could not be formatted` };
  return {
    code,
    reason: `${changed} of ${fates.length} files are not in the canonical layout; \`safeverify fmt\` mends them`,
  };
}

function tell(failure: Failure): void {
  const { code, message, help } = failure.diagnostic;
  process.stderr.write(
    `error[${code}]: ${printable(message)}\n${help === null ? '' : `   help: ${printable(help)}\n`}`,
  );
}
