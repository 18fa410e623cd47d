const CALL_TIMEOUT_MS = 10_000
/** A range of logs may be large; beyond this the RPC is not asked for so many again. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024
/** An RPC that has been silent so often is not asked again: a check must end. */
const MAX_SILENCES = 2

/** The RPC answered, with an error of its own. */
export class RpcRefusal extends Error {
  override name = 'RpcRefusal'
  constructor(
    message: string,
    readonly code: number | undefined,
  ) {
    super(message)
  }
}

/** No answer that could be read came within the deadline. */
export class RpcSilence extends Error {
  override name = 'RpcSilence'
}

/** A JSON-RPC endpoint whose every call ends. */
export class JsonRpc {
  private silences = 0

  constructor(
    readonly url: string,
    private readonly timeoutMs: number = CALL_TIMEOUT_MS,
  ) {}

  /** The URL without what may be a key: credentials, path and query. */
  get name(): string {
    const { protocol, host } = new URL(this.url)
    return `${protocol}//${host}`
  }

  /** @throws RpcRefusal, RpcSilence */
  async call(method: string, params: unknown[]): Promise<unknown> {
    if (this.silences >= MAX_SILENCES) throw new RpcSilence('it was silent before and is not asked again')
    const { error, result } = await this.post({ jsonrpc: '2.0', id: 1, method, params })
    if (error !== undefined && error !== null) throw toRefusal(error)
    return result ?? null
  }

  /** A number that the RPC gives as hex. @throws RpcRefusal, RpcSilence where it is none. */
  async callNumber(method: string, params: unknown[]): Promise<number> {
    const result = await this.call(method, params)
    const number = parseQuantity(result)
    if (number === undefined)
      throw new RpcSilence(`${method} answered ${JSON.stringify(result)?.slice(0, 60)}, not a number`)
    return number
  }

  private async post(body: unknown): Promise<{ error?: unknown; result?: unknown }> {
    const text = await this.send(JSON.stringify(body))
    const answer = parseAnswer(text)
    if (answer === undefined) throw new RpcSilence(`its answer is not JSON-RPC: ${text.slice(0, 60)}`)
    return answer
  }

  private async send(body: string): Promise<string> {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(this.timeoutMs),
        redirect: 'error',
      })
      const text = await readBounded(response)
      this.silences = 0
      return text
    } catch (cause) {
      this.silences += 1
      throw new RpcSilence(reasonOf(cause as Error), { cause })
    }
  }
}

/** A JSON-RPC quantity below 2^53, or undefined. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{1,16}$/.test(value)) return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : undefined
}

function parseAnswer(text: string): { error?: unknown; result?: unknown } | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null && ('result' in answer || 'error' in answer)
      ? answer
      : undefined
  } catch {
    return undefined
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_ANSWER_BYTES) throw new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function toRefusal(error: unknown): RpcRefusal {
  const { message, code } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  return new RpcRefusal(
    typeof message === 'string' ? message.slice(0, 200) : 'an error without words',
    typeof code === 'number' ? code : undefined,
  )
}

function reasonOf({ name, message, cause }: Error): string {
  if (name === 'TimeoutError') return 'no answer within the deadline'
  return cause instanceof Error ? cause.message : message
}
