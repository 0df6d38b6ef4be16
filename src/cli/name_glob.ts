/** Globs over obligation names: `*` stands for any characters (dots and slashes too), `?` for one; all else for itself. */

/**
 * A test of names against any of `globs`. A glob without a slash also matches a name without its setting:
 * `Vehicle.stops` finds `wet/Vehicle.stops`.
 */
export function nameMatcher(globs: readonly string[]): (id: string) => boolean {
  const patterns = globs.map((glob) => ({ pattern: toPattern(glob), bare: !glob.includes('/') }));
  return (id) => patterns.some(({ pattern, bare }) => pattern.test(id) || (bare && pattern.test(withoutSetting(id))));
}

function withoutSetting(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

/** Runs of stars are one star, so that no glob makes the match slow. */
function toPattern(glob: string): RegExp {
  const source = glob
    .replaceAll(/\*+/g, '*')
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
