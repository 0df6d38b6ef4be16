import type { Symbol_ } from '../logic/term.ts';

/** What a symbol of a question stands for: what atoms, and certificates, are about. */
export interface BaseVariable {
  /** Tells it from all others, and gives atoms their order: the variable's JSON text. */
  readonly key: string;
  readonly sort: 'bool' | 'int' | 'real' | 'enum';
  /** Of an enumeration. */
  readonly members: readonly string[];
  /** Whether a certificate can name it; a proof that needs one that it cannot is no certificate. */
  readonly named: boolean;
  /** A truth value that is known without a name. */
  readonly fixed?: boolean;
}

/** The variable behind a symbol. */
export type BaseOf = (symbol: Symbol_) => BaseVariable;

/** Every symbol for itself, enumerations as the numbers that the encoder makes of them. */
export function plainBase(): BaseOf {
  const known = new Map<Symbol_, BaseVariable>();
  return (symbol) => {
    let base = known.get(symbol);
    if (base === undefined) {
      const sort = symbol.sort === 'Bool' ? 'bool' : symbol.sort === 'Int' ? 'int' : 'real';
      known.set(symbol, (base = { key: JSON.stringify([symbol.name]), sort, members: [], named: false }));
    }
    return base;
  };
}
