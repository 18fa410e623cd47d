/** Everything that a gateway is told. */
export interface GatewaySettings {
  /** HTTP(S) endpoints of one chain. */
  rpcUrls: string[]
  chainId: number
  /** Blocks below the head that count as final; nothing above is asked for or kept. */
  finality: number
  /** Folder of what is kept; each chain has a folder of its own in it. */
  dataDir: string
  /** Calls a second for each RPC; undefined: no limit. */
  rpcRate?: number
  /** Deadline of one request to an RPC. */
  rpcTimeoutMs?: number
  host?: string
  /** 0 or none: a free one. */
  port?: number
  /** What is kept of another chain is dropped, instead of an error. */
  resetOnDeepReorg?: boolean
  /** Whether what is kept is recomputed while clients are silent; it is unless this is false. */
  audit?: boolean
  log?: GatewayLog
}

/** Where events go that somebody running the gateway should know of; pino's form. */
export interface GatewayLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}
