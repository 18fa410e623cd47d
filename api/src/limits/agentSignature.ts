import { createHash } from 'node:crypto'
import { personalMessageDigest, recoverAddress } from '@touchstone/verify'
import type { FastifyRequest } from 'fastify'
import type { Database } from '../db/database'
import { findAgentId } from '../words/ids'

/** Seconds by which the clocks may differ. */
const MAX_SKEW = 60
/** Signatures remembered against replay; more than can come within their time are refused. */
const MAX_SEEN = 100_000
const WALLET_AGE_MS = 10_000
const MAX_WALLETS = 10_000
const FORM = /^t=(\d{10}),n=([A-Za-z0-9_-]{16,64}),s=0x([0-9a-f]{128})(1b|1c|00|01)$/i

/** Thrown where a request says that an agent signed it and that does not hold. */
export class AgentSignatureError extends Error {
  override name = 'AgentSignatureError'
}

/** What an agent's wallet signs by personal_sign (EIP-191), line by line. */
export function signedText(parts: {
  agentId: string
  method: string
  /** Path and query, as sent. */
  url: string
  /** Of the body's bytes, hex; of none for GET. */
  bodySha256: string
  time: string
  nonce: string
}): string {
  return [
    'Touchstone API request',
    parts.agentId,
    `${parts.method} ${parts.url}`,
    `sha256:${parts.bodySha256}`,
    `time:${parts.time}`,
    `nonce:${parts.nonce}`,
  ].join('\n')
}

/** Verifies requests that an agent's wallet signed, each once. */
export class AgentSignatures {
  /** Signatures by when they may be forgotten, in the order of arrival. */
  private readonly seen = new Map<string, number>()
  private readonly wallets = new Map<string, { wallet: string | null; at: number }>()

  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * @param body the bytes as they came.
   * @returns the agent's id where the request carries its wallet's signature, undefined where it carries none.
   * @throws AgentSignatureError saying what does not hold, PublicError where the database is away.
   */
  async verify(request: FastifyRequest, body: string | Buffer): Promise<string | undefined> {
    const [agent, signature] = [request.headers['touchstone-agent'], request.headers['touchstone-signature']]
    if (agent === undefined && signature === undefined) return undefined
    const agentId = typeof agent === 'string' ? findAgentId(agent) : undefined
    if (agentId === undefined)
      throw new AgentSignatureError('touchstone-agent: expected eip155:<chain>:<registry>:<number>.')
    const match = typeof signature === 'string' ? FORM.exec(signature) : null
    const [, time = '', nonce = '', compact = '', v = ''] = match ?? []
    if (!match)
      throw new AgentSignatureError('touchstone-signature: expected t=<unix seconds>,n=<nonce>,s=<0x signature>.')
    if (Math.abs(this.now() / 1_000 - Number(time)) > MAX_SKEW)
      throw new AgentSignatureError(`touchstone-signature: t is more than ${MAX_SKEW} s from the time here.`)
    const bodySha256 = createHash('sha256').update(body).digest('hex')
    const text = signedText({ agentId, method: request.method, url: request.url, bodySha256, time, nonce })
    const bytes = { compact: Buffer.from(compact, 'hex'), recovery: (Number.parseInt(v, 16) % 27) as 0 | 1 }
    const signer = recoverAddress(personalMessageDigest(text), bytes)
    if (signer === undefined || signer.toLowerCase() !== (await this.findWallet(agentId)))
      throw new AgentSignatureError("touchstone-signature: not by the wallet that the agent's registry names now.")
    this.spend(`${agentId} ${nonce}`)
    return agentId
  }

  /** By agent and nonce: a second signature over the same text is the same request. */
  private spend(key: string): void {
    const now = this.now()
    for (const [old, until] of this.seen) {
      if (until > now) break
      this.seen.delete(old)
    }
    if (this.seen.has(key)) throw new AgentSignatureError('touchstone-signature: this nonce was used already.')
    if (this.seen.size >= MAX_SEEN)
      throw new AgentSignatureError('touchstone-signature: too many signed requests; retry.')
    // A signature from the future can come again until its time has passed, too.
    this.seen.set(key, now + 2 * MAX_SKEW * 1_000)
  }

  private async findWallet(agentId: string): Promise<string | null> {
    const known = this.wallets.get(agentId)
    if (known && this.now() - known.at < WALLET_AGE_MS) return known.wallet
    const rows = await this.database.query<{ wallet: string | null }>('select wallet from agent where id = $1', [
      agentId,
    ])
    const wallet = rows[0]?.wallet ?? null
    this.wallets.delete(agentId)
    this.wallets.set(agentId, { wallet, at: this.now() })
    if (this.wallets.size > MAX_WALLETS) this.wallets.delete(this.wallets.keys().next().value ?? '')
    return wallet
  }
}
