import fc from 'fast-check';

/** A family and the same parts one by one; the names of obligations differ in the part's name only. */
export interface Unfolded {
  readonly family: string;
  readonly apart: string;
  readonly size: number;
}

const MEMBER = `component Member {
  param gain : real in 0..5
  in  load : real in 0..10
  out heat : real
  guarantee cool: 0 <= heat <= gain * load
}
`;

/** Families of up to four members with shared and with own inputs, a claim about their sum and one about each. */
export const UNFOLDED: fc.Arbitrary<Unfolded> = fc
  .record({
    size: fc.integer({ min: 1, max: 4 }),
    gain: fc.integer({ min: 0, max: 6 }),
    most: fc.integer({ min: 0, max: 12 }),
    sum: fc.integer({ min: 0, max: 120 }),
    each: fc.integer({ min: 0, max: 40 }),
  })
  .map(({ size, gain, most, sum, each }) => {
    const members = Array.from({ length: size }, (_, at) => at + 1);
    const family = `${MEMBER}system S {
  in load : real in 0..${most}
  part m[${size}] : Member(gain = ${gain})
  connect load -> m.load
  guarantee together: sum(m.heat) <= ${sum}
  guarantee alone: all(x in m: x.heat <= ${each})
}
`;
    const apart = `${MEMBER}system S {
  in load : real in 0..${most}
${members.map((at) => `  part m_${at} : Member(gain = ${gain})\n  connect load -> m_${at}.load\n`).join('')}
  guarantee together: ${members.map((at) => `m_${at}.heat`).join(' + ')} <= ${sum}
  guarantee alone: ${members.map((at) => `m_${at}.heat <= ${each}`).join(' and ')}
}
`;
    return { family, apart, size };
  });
