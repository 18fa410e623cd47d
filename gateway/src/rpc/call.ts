/** One question to an RPC and how its answer is read; `read` throws BadAnswer where the answer is not what was asked. */
export interface Call<T> {
  method: string
  params: unknown[]
  read(answer: unknown): T
}

/** Abilities that not every RPC has; found by asking at the start. */
export type Ability = 'trace' | 'debug' | 'traceFilter' | 'blockReceipts'
