import { buildConnector } from 'undici'
import type { Refusal } from '../fetch/attempt.js'
import type { DialGuard } from './dialGuard.js'

/** The guard's refusal on its way through the HTTP client. */
export class RefusedDial extends Error {
  override name = 'RefusedDial'

  constructor(readonly refusal: Refusal) {
    super(refusal.detail)
  }
}

/**
 * How the HTTP client opens a connection: every one, whatever led to it, is resolved once by the guard and dialled at
 * that address. A look-up hook of the client would not be enough: it is not asked about addresses.
 * @param ca certificates, PEM, that are trusted in the place of the public ones.
 */
export function createPinnedConnect(guard: DialGuard, connectMs: number, ca?: string): buildConnector.connector {
  const connect = buildConnector({ timeout: connectMs, allowH2: false, ...(ca === undefined ? {} : { ca }) })
  return (asked, callback) => {
    const port = Number(asked.port) || (asked.protocol === 'https:' ? 443 : 80)
    const resolved = guard.resolveGuarded(asked.hostname, port, AbortSignal.timeout(connectMs))
    void resolved.then((target) => {
      if (!target.ok) return callback(new RefusedDial(target), null)
      // The certificate is checked against the name, the connection goes to the address.
      const { servername, ...rest } = asked
      const name = target.servername ?? servername
      connect({ ...rest, hostname: target.address, ...(name === undefined ? {} : { servername: name }) }, callback)
    })
  }
}
