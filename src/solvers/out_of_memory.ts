/** Whether text of a solver says that it ran out of memory; a worker that did is not to be used again. */
export function saysOutOfMemory(text: string): boolean {
  return /out of memory|memout|max\. memory|Cannot enlarge memory/i.test(text);
}
