import { createHash } from 'node:crypto';
import { certcheck as checkCertificate } from '../core/certcheck/certcheck.ts';
import type { Diagnostic } from '../core/diagnostics/diagnostic.ts';
import { elaborate } from '../core/model/elaborate.ts';
import type { Model } from '../core/model/model.ts';
import { printable } from '../core/report/printable.ts';
import { loadModules } from '../core/resolve/program.ts';
import { typecheck } from '../core/types/check.ts';
import { Failure } from './failure.ts';
import { type Importer, importer, projectRoot } from './import_files.ts';
import type { Outcome } from './outcome.ts';
import { readSource, readText } from './source_file.ts';

/** What the checker takes for granted: everything before the claims, and how numbers and files are read. */
const TRUSTED = [
  'reading and typing: src/core/text, diagnostics, syntax, resolve, types, with ohm-js',
  'elaboration: src/core/model',
  'exact rationals: src/core/exact, with fraction.js',
  'the checker itself: src/core/certcheck, with JSON and SHA-256 of Node.js',
];
type CertcheckResult = ReturnType<typeof checkCertificate>;

const MOST_BYTES = 256 * 1024 * 1024;
const WHAT_IT_SHOWS = 'validity only: consistency and realizability, on which a verdict rests too, are not certified';

/** `certcheck FILE CERT`: checks what a certificate says of a file, by a road that shares nothing with the proof's. */
export function certcheck(
  path: string,
  certificate: string,
  asked: { readonly format?: string; readonly root?: string },
): Outcome {
  const { format = 'human' } = asked;
  if (format !== 'human' && format !== 'json')
    throw new Failure('SV300', `there is no format \`${format}\` here`, 'the formats are human, json');
  const root = readSource(path);
  const files = importer(root, asked.root ?? projectRoot(path));
  const model = modelOf(path, loadModules(root, files.read));
  const digests = files.files().map(({ text }) => sha256(text));
  const result = checkCertificate(readText(certificate, { bytes: MOST_BYTES }), model, digests, sha256);
  process.stdout.write(format === 'json' ? document(path, certificate, files, result) : report(result));
  const bad = result.checked.filter(({ verdict }) => verdict !== 'accepted');
  if (result.rejected !== null) return { code: 1, reason: `\`${certificate}\` is rejected: ${result.rejected}` };
  return bad.length === 0
    ? { code: 0, reason: null }
    : { code: 1, reason: `${bad.length} of ${result.checked.length} obligations are not accepted` };
}

function modelOf(path: string, modules: ReturnType<typeof loadModules>): Model {
  const typed = typecheck(modules.product);
  const before = [...modules.diagnostics, ...typed.diagnostics];
  const elaborated = typed.product === null || before.some(isError) ? null : elaborate(typed.product);
  const first = [...before, ...(elaborated?.diagnostics ?? [])].find(isError);
  if (elaborated?.product != null && first === undefined) return elaborated.product;
  const why = first?.message ?? 'it cannot be understood';
  throw new Failure('SV307', `\`${path}\` has errors: ${why}`, `see \`safeverify check ${path}\``);
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function report({ rejected, checked, missing, notCertified }: CertcheckResult): string {
  const lines = checked.map(({ id, verdict, reason }) => `${verdict} ${id}${reason === null ? '' : `: ${reason}`}`);
  const accepted = checked.filter(({ verdict }) => verdict === 'accepted').length;
  const named = (ids: readonly string[]) => (ids.length === 0 ? 'none' : ids.join(', '));
  const all = [
    ...lines,
    ...(lines.length === 0 ? [] : ['']),
    rejected === null ? `${accepted} of ${checked.length} obligations accepted` : `rejected as a whole: ${rejected}`,
    `without a certificate here: ${named(missing)}`,
    `asks what no certificate shows: ${named(notCertified)}`,
    WHAT_IT_SHOWS,
    'trusted:',
    ...TRUSTED.map((each) => `  ${each}`),
  ];
  return `${all.map(printable).join('\n')}\n`;
}

function document(path: string, certificate: string, files: Importer, result: CertcheckResult): string {
  const inputs = files.files().map((file) => ({ path: file.path, sha256: sha256(file.text) }));
  const whole = {
    schemaVersion: '1.0',
    file: path,
    certificate,
    inputs,
    ...result,
    shows: WHAT_IT_SHOWS,
    trusted: TRUSTED,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
