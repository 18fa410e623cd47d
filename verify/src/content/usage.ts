/** Token counts as the signed response itself states them. The bytes are attacker-controlled. */

export interface Usage {
  promptTokens: bigint
  completionTokens: bigint
}

/**
 * Counts from a chat response: `usage` of a JSON body, or of the last chunk of a stream that has one. Undefined where
 * the body is neither, or the counts are no whole numbers.
 */
export function findUsage(body: Uint8Array): Usage | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    const lines = text.split(/\r\n|\n|\r/)
    const chunks = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim())
    if (chunks.length === 0) return toUsage(JSON.parse(text))
    for (const chunk of chunks.reverse()) {
      const usage = chunk === '[DONE]' ? undefined : toUsage(JSON.parse(chunk))
      if (usage !== undefined) return usage
    }
    return undefined
  } catch {
    return undefined
  }
}

function toUsage(value: unknown): Usage | undefined {
  const usage = findField(value, 'usage')
  const prompt = findField(usage, 'prompt_tokens')
  const completion = findField(usage, 'completion_tokens')
  if (!isCount(prompt) || !isCount(completion)) return undefined
  return { promptTokens: BigInt(prompt), completionTokens: BigInt(completion) }
}

function findField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
