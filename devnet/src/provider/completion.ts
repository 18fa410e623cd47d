import { randomUUID } from 'node:crypto'
import type { Hex } from '@touchstone/verify'
import { z } from 'zod'
import type { Answer } from './answer.js'

const requestSchema = z.object({
  model: z.string().max(256).optional(),
  stream: z.boolean().optional(),
  messages: z
    .array(z.object({ role: z.string().max(32), content: z.string().max(100_000) }))
    .min(1)
    .max(100),
  metadata: z.record(z.string().max(64), z.string().max(512)).optional(),
})

/** What a client asks, in OpenAI's form. */
export type ChatRequest = z.infer<typeof requestSchema>

/** @throws Error that names the field. */
export function parseChatRequest(body: Buffer): ChatRequest {
  const parsed = requestSchema.safeParse(JSON.parse(body.toString('utf8')))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'expected a chat completion request'}`)
}

/** What the client told the model to be: its first system message; undefined where there is none. */
export function findSystemText({ messages }: ChatRequest): string | undefined {
  return messages.find(({ role }) => role === 'system')?.content
}

/** Key of OpenAI's `metadata` under which a client names the transaction that it made after its request before. */
export const FOLLOWED = 'followed_by_transaction'

/** The transaction that the client says to have made after its request before this one. */
export function findFollowed({ metadata }: ChatRequest): Hex | undefined {
  const said = metadata?.[FOLLOWED]
  return said !== undefined && /^0x[0-9a-f]{64}$/.test(said) ? (said as Hex) : undefined
}

export function toPrompt(request: ChatRequest): string {
  return request.messages.map((message) => `${message.role}: ${message.content}`).join('\n')
}

/** The response's bytes in one piece. */
export function buildCompletion(model: string, answer: Answer): Buffer {
  const message = { role: 'assistant', content: answer.text }
  return toJson({
    ...head(model, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: toUsage(answer),
  })
}

/** The response as server-sent events: the bytes that are signed are all of them in order. */
export function buildEvents(model: string, answer: Answer): Buffer[] {
  const start = head(model, 'chat.completion.chunk')
  const words = answer.text.match(/\S+\s*/g) ?? []
  const chunk = (delta: object, reason: string | null) => ({
    ...start,
    choices: [{ index: 0, delta, finish_reason: reason }],
  })
  const chunks = [
    chunk({ role: 'assistant', content: '' }, null),
    ...words.map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    { ...start, choices: [], usage: toUsage(answer) },
  ]
  return [...chunks.map((value) => JSON.stringify(value)), '[DONE]'].map((data) => Buffer.from(`data: ${data}\n\n`))
}

function head(model: string, object: string) {
  return { id: `chatcmpl-${randomUUID()}`, object, created: Math.floor(Date.now() / 1000), model }
}

function toUsage({ promptTokens, completionTokens }: Answer) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  }
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}
