/** The texts of a chat request and its answer, out of bodies that anyone may have written. */

interface Message {
  role: string
  content: string
}

/**
 * The prompt as Qwen3's chat template renders plain messages. Undefined for tools, pictures, or a request that sets
 * the template's own options: what the server then renders is not known here.
 */
export function readPrompt(body: Uint8Array): string | undefined {
  const request = readJson(body)
  if (['tools', 'functions', 'chat_template', 'chat_template_kwargs'].some((key) => pick(request, key) !== undefined))
    return undefined
  const messages = pick(request, 'messages')
  if (!Array.isArray(messages) || messages.length === 0) return undefined
  const plain = messages.map(readMessage)
  if (plain.some((message) => message === undefined)) return undefined
  const rendered = plain.map((message) => `<|im_start|>${message?.role}\n${message?.content}<|im_end|>\n`)
  return `${rendered.join('')}<|im_start|>assistant\n`
}

/** The one answer of a response or stream; undefined for several answers, tool calls or separated reasoning. */
export function readCompletion(body: Uint8Array): { text: string; ended: boolean } | undefined {
  const text = decode(body)
  if (text === undefined) return undefined
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:'))
  if (lines.length === 0) return readAnswers([parse(text)], 'message')
  const chunks = lines.map((line) => line.slice(5).trim()).filter((line) => line !== '[DONE]')
  return readAnswers(chunks.map(parse), 'delta')
}

function readAnswers(parts: readonly unknown[], key: 'message' | 'delta') {
  const texts: string[] = []
  let reason: unknown
  for (const part of parts) {
    const choices = pick(part, 'choices')
    if (!Array.isArray(choices) || choices.length > 1) return undefined
    const [choice] = choices
    if (choice === undefined) continue
    const message = pick(choice, key)
    const isOther = ['tool_calls', 'function_call', 'reasoning_content', 'reasoning', 'refusal'].some((field) => {
      const value = pick(message, field)
      return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
    })
    const content = pick(message, 'content') ?? ''
    if (isOther || typeof content !== 'string' || (pick(choice, 'index') ?? 0) !== 0) return undefined
    texts.push(content)
    reason = pick(choice, 'finish_reason') ?? reason
  }
  if (reason !== 'stop' && reason !== 'length') return undefined
  return { text: texts.join(''), ended: reason === 'stop' }
}

function readMessage(value: unknown): Message | undefined {
  const role = pick(value, 'role')
  const content = pick(value, 'content')
  const isPlain = typeof content === 'string' && (role === 'system' || role === 'user' || role === 'assistant')
  return isPlain ? { role, content } : undefined
}

function readJson(body: Uint8Array): unknown {
  const text = decode(body)
  return text === undefined ? undefined : parse(text)
}

function decode(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function pick(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}
