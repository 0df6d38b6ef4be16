import type { PartInstance } from './model.ts';

/** The components of which a part is made: several only where families of any size stand as one part. */
export function componentsOf({ component, bundle }: PartInstance): readonly string[] {
  return bundle?.components ?? [component];
}
