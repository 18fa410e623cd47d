/** Token counts as the signed response itself states them. The bytes are attacker-controlled. */
import { listEvents } from './events.js'
import { repeatsKey } from './repeatedKey.js'

export interface Usage {
  promptTokens: bigint
  completionTokens: bigint
}

/** The final counts of a response, or why there are none that every reader would agree on. */
export type UsageReading = { kind: 'stated'; usage: Usage } | { kind: 'unstated'; why: string }

const UNSTATED = 'the response states no token counts'

/** Counts of a chat response; undefined where it states none in one way only. */
export function findUsage(body: Uint8Array): Usage | undefined {
  const text = findText(body)
  const reading = text === undefined ? undefined : readUsage(text)
  return reading?.kind === 'stated' ? reading.usage : undefined
}

/**
 * Reads `usage` of a JSON body, or of the last chunk of a stream that has one. Of a stream the final counts are the
 * only ones that count: nothing of the answer may follow them, and none before may be larger.
 */
export function readUsage(text: string): UsageReading {
  if (/^\s*[{[]/.test(text)) return readChunk(text).usage ?? unstated(UNSTATED)
  const events = listEvents(text)
  if (events === undefined) return unstated('the response is neither JSON nor a whole stream of events')
  let last: Usage | undefined
  for (const event of events) {
    const { usage, hasAnswer } = readChunk(event)
    if (usage?.kind === 'unstated') return usage
    if (usage === undefined) {
      if (last !== undefined && hasAnswer) return unstated('more of the answer follows the token counts of the stream')
      continue
    }
    if (last !== undefined && isLess(usage.usage, last)) return unstated('the token counts of the stream shrink')
    last = usage.usage
  }
  return last === undefined ? unstated(UNSTATED) : { kind: 'stated', usage: last }
}

/** Counts in a value that is already read, for fields that something else has checked. */
export function usageOf(value: unknown): UsageReading | undefined {
  const usage = findField(value, 'usage')
  if (usage === undefined || usage === null) return undefined
  const prompt = findField(usage, 'prompt_tokens')
  const completion = findField(usage, 'completion_tokens')
  if (!isCount(prompt) || !isCount(completion))
    return unstated('the response states no token counts that are whole numbers')
  return { kind: 'stated', usage: { promptTokens: BigInt(prompt), completionTokens: BigInt(completion) } }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a body, undefined where it is not UTF-8. */
export function findText(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body)
  } catch {
    return undefined
  }
}

function readChunk(text: string): { usage: UsageReading | undefined; hasAnswer: boolean } {
  const value = findJson(text)
  if (value === undefined) return { usage: unstated('a part of the response is not JSON'), hasAnswer: false }
  const usage = usageOf(value)
  const choices = findField(value, 'choices')
  const hasAnswer = Array.isArray(choices) && choices.length > 0
  if (usage?.kind === 'stated' && repeatsKey(text))
    return { usage: unstated('the response states a field twice'), hasAnswer }
  return { usage, hasAnswer }
}

function isLess(one: Usage, other: Usage): boolean {
  return one.promptTokens < other.promptTokens || one.completionTokens < other.completionTokens
}

function unstated(why: string): UsageReading & { kind: 'unstated' } {
  return { kind: 'unstated', why }
}

function findJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function findField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0)
}
