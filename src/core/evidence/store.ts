/**
 * Where evidence is kept between runs: texts by the questions that they answer. Nothing that comes out of it is believed, so
 * that it may forget, mix up or make up what it likes. Neither call rejects or throws.
 */
export interface EvidenceStore {
  /** What was kept under a question; null where nothing was. */
  read(question: string): Promise<string | null>;
  /** Keeps a text under a question; null: what is there is of no use. */
  write(question: string, text: string | null): void;
}
