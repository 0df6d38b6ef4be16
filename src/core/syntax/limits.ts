/** Sizes beyond which a file is refused with an error instead of exhausting the machine. */

/** UTF-16 units of one file. */
export const MAX_FILE = 32_000_000;

/** Digits of one number as written, underscores not counted. */
export const MAX_DIGITS = 1_000;

/** Size of a decimal exponent, or of an exponent in a unit. */
export const MAX_EXPONENT = 1_000n;

/** How deep brackets and `if` may nest. */
export const MAX_NESTING = 100;

/** How deep the tree of one expression may become by operators of one bracket: `a - b - c …`, `not not …`. */
export const MAX_OPERATORS = 200;

/** How deep the tree of one item may become by brackets and operators together. */
export const MAX_DEPTH = 400;

/** How many errors of one file are shown; one more says how many there are besides. */
export const MAX_ERRORS = 200;
