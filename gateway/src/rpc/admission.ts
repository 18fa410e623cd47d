import { setTimeout as pause } from 'node:timers/promises'
import { ConfigError } from '../config-error.js'
import type { GatewayLog } from '../settings.js'
import type { Endpoint } from './endpoint.js'
import { probeEndpoint } from './probe.js'
import { RpcError } from './rpcError.js'

/** A start waits no longer than this for RPCs; what is kept is served without any. */
const START_MS = 5_000
const FIRST_PAUSE_MS = 500
const MAX_PAUSE_MS = 15_000

/**
 * Probes all RPCs until each has answered, those that do not answer in the background. Waits until each was tried once.
 * @throws ConfigError where one that answers at the start is of another chain or lacks logs.
 */
export async function admitEndpoints(
  endpoints: readonly Endpoint[],
  chainId: number,
  log: GatewayLog,
  signal: AbortSignal,
): Promise<void> {
  const started = new AbortController()
  const tries = endpoints.map(
    (endpoint) =>
      new Promise<void>((resolve, reject) => {
        admit(endpoint, chainId, log, signal, { started: started.signal, noteTry: resolve }).then(resolve, reject)
      }),
  )
  const deadline = pause(START_MS, undefined, { signal: started.signal }).catch(() => undefined)
  try {
    await Promise.race([Promise.all(tries), deadline])
  } finally {
    started.abort()
  }
}

interface Start {
  /** Aborted once the start no longer waits. */
  started: AbortSignal
  noteTry(): void
}

async function admit(
  endpoint: Endpoint,
  chainId: number,
  log: GatewayLog,
  signal: AbortSignal,
  { started, noteTry }: Start,
): Promise<void> {
  for (let wait = FIRST_PAUSE_MS; !signal.aborted; wait = Math.min(wait * 2, MAX_PAUSE_MS)) {
    try {
      const { warnings } = await probeEndpoint(endpoint, chainId)
      for (const warning of warnings) log.warn({ host: endpoint.host }, warning)
      log.info({ host: endpoint.host, abilities: [...endpoint.abilities] }, 'an RPC answers')
      return
    } catch (error) {
      endpoint.lastError = (error as Error).message
      // At the start a wrong RPC ends it; one that turns up later is left out, for the others may do.
      if (!(error instanceof RpcError) && !started.aborted) throw error
      log.warn({ host: endpoint.host }, (error as Error).message)
      if (error instanceof ConfigError) {
        endpoint.isRefused = true
        return
      }
      noteTry()
    }
    await pause(wait, undefined, { signal }).catch(() => undefined)
  }
}
