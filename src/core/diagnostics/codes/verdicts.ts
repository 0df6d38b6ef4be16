/** Codes of verdicts that are not `proved`: code → its title. */
export const VERDICTS = {
  SV201: 'a guarantee is refuted',
  SV202: 'an assumption of a part is not met',
  SV203: 'an invariant is refuted',
  SV204: 'a range is left',
  SV205: 'a partial operator is used outside its domain',
  SV206: 'no mode applies',
  SV207: 'a mode can never be entered',
  SV208: 'a contract contradicts itself',
  SV209: 'a contract cannot be implemented',
  SV210: 'a refinement does not hold',
  SV211: 'too many faults break a guarantee',
  SV212: 'a probability bound does not hold',
  SV220: 'a claim holds of nothing',
  SV230: 'a claim is undecided',
} as const satisfies Record<string, string>;
