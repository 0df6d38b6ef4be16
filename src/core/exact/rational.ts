import Fraction from 'fraction.js';

/** Exact rationals. All arithmetic of a verdict's path goes through these; built only from bigint or exact text. */
export type Rational = Fraction;

/** `numerator / denominator`, normalised; the denominator must not be zero. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  return new Fraction(numerator, denominator);
}

export const ZERO: Rational = rational(0n);
export const ONE: Rational = rational(1n);

/** Whether the value is a whole number. */
export function isWhole(value: Rational): boolean {
  return value.d === 1n;
}

/** Numerator with its sign. */
export function numerator(value: Rational): bigint {
  return value.s * value.n;
}

/** -1, 0 or 1. (The `s` of a fraction is 1 for zero too: never read it for a sign.) */
export function sign(value: Rational): -1 | 0 | 1 {
  if (value.n === 0n) return 0;
  return value.s < 0n ? -1 : 1;
}

/** Greatest whole number not above the value. */
export function floor(value: Rational): bigint {
  const n = numerator(value);
  const q = n / value.d;
  return n % value.d < 0n ? q - 1n : q;
}

/** Least whole number not below the value. */
export function ceil(value: Rational): bigint {
  return -floor(value.neg());
}

/** Exact power with a whole exponent; `base` must not be zero where the exponent is negative. */
export function power(base: Rational, exponent: bigint): Rational {
  const size = exponent < 0n ? -exponent : exponent;
  const raised = new Fraction(numerator(base) ** size, base.d ** size);
  return exponent < 0n ? raised.inverse() : raised;
}

/**
 * Reads unsigned decimal text (`7`, `1_000`, `0.1`, `1e-6`) exactly.
 * The caller bounds the exponent and the digits before; text that is no number throws.
 */
export function parseDecimal(text: string): Rational {
  const match = /^([0-9_]+)(?:\.([0-9_]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text);
  if (match === null) throw new Error(`not a decimal number: ${text}`);
  const whole = match[1]!.replaceAll('_', '');
  const part = (match[2] ?? '').replaceAll('_', '');
  const exponent = BigInt((match[3] ?? '0').replace('+', '')) - BigInt(part.length);
  const digits = BigInt(whole + part);
  return exponent >= 0n ? rational(digits * 10n ** exponent) : rational(digits, 10n ** -exponent);
}

/** Exact text: `7`, `-203/1175`; a finite decimal of at most `places` digits is written as one (`4.7`). */
export function show(value: Rational, places = 12): string {
  if (isWhole(value)) return numerator(value).toString();
  return finiteDecimal(value, places) ?? `${numerator(value)}/${value.d}`;
}

function finiteDecimal(value: Rational, places: number): string | null {
  for (let digits = 1, scale = 10n; digits <= places; digits += 1, scale *= 10n) {
    if (scale % value.d !== 0n) continue;
    const scaled = ((value.n * scale) / value.d).toString().padStart(digits + 1, '0');
    const sign = value.s < 0n ? '-' : '';
    return `${sign}${scaled.slice(0, -digits)}.${scaled.slice(-digits)}`;
  }
  return null;
}

/** Reads an exact number in lowest terms (`-7/3`), as it is printed; null for any other text. */
export function parseExact(text: string): Rational | null {
  const match = /^(-?(?:0|[1-9][0-9]{0,9999}))(?:\/([1-9][0-9]{0,9999}))?$/.exec(text);
  if (match === null) return null;
  const exact = rational(BigInt(match[1]!), BigInt(match[2] ?? '1'));
  return exact.toFraction() === text ? exact : null;
}
