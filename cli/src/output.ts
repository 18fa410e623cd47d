/** Where a run writes: results to `out`, complaints to `err`. */
export interface Output {
  out(text: string): void
  err(text: string): void
}
