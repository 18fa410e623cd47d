const MAX_AGE_MS = 1_000
const TIMEOUT_MS = 1_000
const MAX_ANSWER = 10_000

/** The chain's head as its RPC says, asked at most once a second however many readers there are. */
export class ChainHead {
  private asked: { at: number; answer: Promise<number | null> } | undefined

  constructor(private readonly rpcUrl: string | undefined) {}

  /** Block number, null while the RPC does not answer within a second or answers something else. */
  async get(): Promise<number | null> {
    if (!this.rpcUrl) return null
    if (!this.asked || performance.now() - this.asked.at > MAX_AGE_MS)
      this.asked = { at: performance.now(), answer: fetchHead(this.rpcUrl).catch(() => null) }
    return this.asked.answer
  }
}

async function fetchHead(rpcUrl: string): Promise<number | null> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  })
  const { result } = JSON.parse(await readText(response)) as { result?: unknown }
  if (typeof result !== 'string' || !/^0x[0-9a-f]{1,8}$/i.test(result)) return null
  const height = Number(result)
  return height <= 0x7fffffff ? height : null
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_ANSWER) throw new RangeError('The RPC answered too much to eth_blockNumber')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
