import { type Description, kindOf } from './description.ts';
import { MARGIN } from './domain.ts';
import { groupsOf } from './loops.ts';
import { buildScope } from './scope.ts';
import type { Verdicts } from './verdicts.ts';

/** What a sample of systems is made of, in shares of one. A sample without refutations, loops and clashes would test little. */
export class Mix {
  systems = 0;
  obligations = 0;
  private readonly claims = { proved: 0, refuted: 0, vacuous: 0, open: 0 };
  private readonly files = { vacuous: 0, unrealizable: 0, loop: 0, freeRange: 0, partial: 0, settings: 0, families: 0 };

  add(description: Description, verdicts: ReadonlyMap<string, Verdicts>): void {
    this.systems += 1;
    for (const allowed of verdicts.values()) {
      this.obligations += 1;
      if (allowed.size > 1) this.claims.open += 1;
      else this.claims[[...allowed][0] as 'proved' | 'refuted' | 'vacuous'] += 1;
    }
    const has = (suffix: string, verdict: 'refuted' | 'vacuous') =>
      [...verdicts].some(([id, v]) => id.endsWith(suffix) && v.size === 1 && v.has(verdict));
    if (has('', 'vacuous')) this.files.vacuous += 1;
    if (has('.realizable', 'refuted')) this.files.unrealizable += 1;
    if (hasLoop(description)) this.files.loop += 1;
    if (description.components.some((c) => c.vars.some((v) => v.type.kind === 'int'))) this.files.freeRange += 1;
    if ([...verdicts.keys()].some((id) => id.endsWith('.defined'))) this.files.partial += 1;
    if (description.verifies.length > 0) this.files.settings += 1;
    if (description.components.some((c) => c.parts.some((p) => p.size !== null))) this.files.families += 1;
  }

  /** Shares of obligations by their expected verdict (`open`: more than one is right), and of systems by what they hold. */
  shares(): Record<keyof Mix['claims'] | keyof Mix['files'] | 'vacuousSystems', number> {
    const of = (n: number, total: number) => Math.round((1000 * n) / total) / 1000;
    const { vacuous, ...claims } = this.claims;
    return {
      proved: of(claims.proved, this.obligations),
      refuted: of(claims.refuted, this.obligations),
      vacuous: of(vacuous, this.obligations),
      open: of(claims.open, this.obligations),
      vacuousSystems: of(this.files.vacuous, this.systems),
      unrealizable: of(this.files.unrealizable, this.systems),
      loop: of(this.files.loop, this.systems),
      freeRange: of(this.files.freeRange, this.systems),
      partial: of(this.files.partial, this.systems),
      settings: of(this.files.settings, this.systems),
      families: of(this.files.families, this.systems),
    };
  }
}

function hasLoop(description: Description): boolean {
  return description.components
    .filter((c) => kindOf(c) === 'system')
    .some((c) => groupsOf(buildScope(description, c, null, MARGIN)).some((g) => g.loop));
}
