import { getBytes, id, verifyMessage } from 'ethers'
import { z } from 'zod'

const tokenSchema = z.object({
  address: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  provider: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  timestamp: z.int().nonnegative(),
  expiresAt: z.int().nonnegative(),
  nonce: z.string().max(128),
  generation: z.int().nonnegative(),
  tokenId: z.int().min(0).max(255),
})

/** What a client says about itself in `Authorization: Bearer app-sk-…`. */
export type SessionToken = z.infer<typeof tokenSchema>

/** Of the caller's account on chain: revoking tokens raises `generation` or sets a bit. */
export interface TokenAccount {
  generation: bigint
  revokedBitmap: bigint
}

/** The request is not allowed; the message says why. */
export class UnauthorizedError extends Error {
  override name = 'UnauthorizedError'
}

const PREFIX = 'Bearer app-sk-'
/** Never revoked one by one, so it must expire, within a day. */
const EPHEMERAL = 255
const DAY_MS = 86_400_000

/**
 * Reads and checks a session token: form, signature by the address that it names, provider, expiry.
 * @throws UnauthorizedError
 */
export function readSessionToken(header: string | undefined, provider: string, now: number): SessionToken {
  if (!header?.startsWith(PREFIX)) throw new UnauthorizedError('Authorization: expected "Bearer app-sk-" and a token')
  const text = Buffer.from(header.slice(PREFIX.length), 'base64').toString('utf8')
  const bar = text.lastIndexOf('|')
  const raw = text.slice(0, Math.max(0, bar))
  const token = parse(raw)
  if (recover(raw, text.slice(bar + 1)).toLowerCase() !== token.address.toLowerCase())
    throw new UnauthorizedError('token: not signed by its address')
  if (token.provider.toLowerCase() !== provider.toLowerCase())
    throw new UnauthorizedError('token.provider: made for another provider')
  if (token.expiresAt !== 0 && token.expiresAt <= now) throw new UnauthorizedError('token.expiresAt: expired')
  if (token.tokenId === EPHEMERAL && (token.expiresAt === 0 || token.expiresAt - token.timestamp > DAY_MS))
    throw new UnauthorizedError('token.expiresAt: an ephemeral token lives at most a day')
  return token
}

/** @throws UnauthorizedError where the account's owner has revoked the token on chain. */
export function checkRevocation(token: SessionToken, account: TokenAccount): void {
  if (BigInt(token.generation) !== account.generation) throw new UnauthorizedError('token.generation: revoked')
  if (token.tokenId !== EPHEMERAL && ((account.revokedBitmap >> BigInt(token.tokenId)) & 1n) === 1n)
    throw new UnauthorizedError('token.tokenId: revoked')
}

function parse(raw: string): SessionToken {
  try {
    return tokenSchema.parse(JSON.parse(raw))
  } catch {
    throw new UnauthorizedError('token: expected JSON, a bar and a signature')
  }
}

/** EIP-191 over the 32 bytes of keccak256(json), as the official SDK signs. */
function recover(raw: string, signature: string): string {
  try {
    return verifyMessage(getBytes(id(raw)), signature)
  } catch {
    throw new UnauthorizedError('token: the signature cannot be read')
  }
}
