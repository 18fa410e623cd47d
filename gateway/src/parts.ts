import type { Audit } from './audit/audit.js'
import type { Quiet } from './audit/quiet.js'
import type { Keeper } from './disk/keeper.js'
import type { Backfill } from './fetch/backfill.js'
import type { FreshParts } from './fetch/freshParts.js'
import type { Head } from './fetch/head.js'
import type { Need } from './fetch/need.js'
import type { FrameSource } from './frames/frameSource.js'
import type { RpcPool } from './rpc/pool.js'
import type { PageReader } from './serve/page.js'
import type { GatewaySettings } from './settings.js'

/** The parts that the server is made of. */
export interface GatewayParts {
  settings: GatewaySettings
  pool: RpcPool
  keeper: Keeper
  head: Head
  reader: PageReader
  fresh: FreshParts
  frames: FrameSource
  audit: Audit
  quiet: Quiet
  backfillOf(need: Need): Backfill
}
