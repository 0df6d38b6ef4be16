import { readFileSync } from 'node:fs';

/** Name and version of this program, from its package. */
export const TOOL: { readonly name: string; readonly version: string } = {
  name: 'safeverify',
  version: versionOf(new URL('../../package.json', import.meta.url)),
};

function versionOf(manifest: URL): string {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  return version;
}
