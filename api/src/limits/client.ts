import type { FastifyRequest } from 'fastify'

/** Who asks, as far as limits go: an IPv4 address, or the /64 that an IPv6 address lies in, since one client has all of it. */
export function clientOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped?.[1]) return mapped[1]
  return ip.includes(':') ? `${expandV6(ip).slice(0, 4).join(':')}::/64` : ip
}

function expandV6(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((part) => part.replace(/^0+(?=.)/, ''))
}

/**
 * Whether the operator lets this client ask without limit: our own site and whoever is on this machine. A request that
 * somebody passed on is the other end's, whoever passed it on.
 */
export function isUnlimited(request: FastifyRequest, unlimited: ReadonlySet<string>): boolean {
  if (request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined) return false
  const client = clientOf(request)
  if (unlimited.has(request.ip) || unlimited.has(client)) return true
  return unlimited.has('private') && isPrivate(client)
}

function isPrivate(client: string): boolean {
  return /^(10|127|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(client) || /^f[cd][0-9a-f]{2}:/.test(client)
}
