import { createHash } from 'node:crypto'

/** A completed chat: the text and what it is billed for. */
export interface Answer {
  text: string
  promptTokens: number
  completionTokens: number
}

const CLAUSES = [
  'the spread between the two pools narrowed over the last hour',
  'realised volatility stays below its monthly average',
  'funding on the perpetual is slightly negative',
  'depth within fifty basis points covers the position four times',
  'the oracle and the exchange price agree within six basis points',
  'no governance vote is open that would change the collateral factor',
  'the stablecoin trades at par on every venue that was looked at',
  'gas is cheap enough to rebalance at once',
]
const ADVICE = [
  'Hold the position',
  'Reduce by a tenth',
  'Rebalance to target',
  'Wait for the next block',
  'Add a hedge',
]

/** A deterministic answer: the same model and messages give the same text, on every devnet. */
export function answer(model: string, prompt: string): Answer {
  const seed = createHash('sha256').update(`${model}\n${prompt}`).digest()
  const pick = (at: number, from: readonly string[]) => from[(seed[at] ?? 0) % from.length] ?? ''
  const reasons = Array.from({ length: 2 + ((seed[31] ?? 0) % 3) }, (_, at) => pick(at, CLAUSES))
  const text = `${pick(30, ADVICE)}: ${reasons.join(', and ')}.`
  return { text, promptTokens: countTokens(prompt), completionTokens: countTokens(text) }
}

function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4))
}
