import { formatAgo, formatCount } from './format'
import type { NetworkDetails } from './network-api'

/** How one part of this site stands: `unknown` where nobody could tell, `answers` and `down` of what was asked itself. */
export interface Standing {
  part: string
  state: 'current' | 'behind' | 'unknown' | 'answers' | 'down'
  /** What that rests on. */
  because: string
}

/** What standings are found from. */
interface Facts {
  network: Pick<NetworkDetails['network'], 'lag' | 'head' | 'indexedHeight' | 'waiting' | 'lastVerdictAt'>
  meta: Pick<NetworkDetails['meta'], 'logCheckpoint'>
}

/** Blocks behind the head that are ordinary between two blocks. */
const MAX_LAG = 10
/** A verdict follows evidence within seconds; after this with work waiting something holds it up. Milliseconds. */
const MAX_WAIT = 5 * 60_000
/** A checkpoint is promised within a minute of a verdict. Milliseconds. */
const MAX_UNPUBLISHED = 2 * 60_000

/** The index, the auditor and the log against what they promise. @param now milliseconds. */
export function findStandings({ network, meta }: Facts, now: number): Standing[] {
  return [findIndex(network), findAuditor(network, now), findLog(network, meta, now)]
}

function findIndex({ lag, head, indexedHeight }: Facts['network']): Standing {
  const part = 'Index'
  if (lag === null || head === null)
    return {
      part,
      state: 'unknown',
      because: `block ${formatCount(indexedHeight)} is indexed; the RPC does not answer`,
    }
  const because =
    lag <= 0
      ? 'every block up to the head is indexed'
      : `${formatCount(lag)} ${lag === 1 ? 'block' : 'blocks'} behind the head`
  return { part, state: lag <= MAX_LAG ? 'current' : 'behind', because }
}

function findAuditor({ waiting, lastVerdictAt }: Facts['network'], now: number): Standing {
  const part = 'Auditor'
  if (waiting === '0') return { part, state: 'current', because: 'no final settlement waits for a verdict' }
  const last =
    lastVerdictAt === null ? 'no verdict was made yet' : `the newest verdict is ${formatAgo(lastVerdictAt, now)}`
  const isLate = lastVerdictAt === null || now - Date.parse(lastVerdictAt) > MAX_WAIT
  return { part, state: isLate ? 'behind' : 'current', because: `${formatCount(waiting)} settlements wait; ${last}` }
}

function findLog({ lastVerdictAt }: Facts['network'], { logCheckpoint }: Facts['meta'], now: number): Standing {
  const part = 'Verdict log'
  if (!logCheckpoint) return { part, state: 'unknown', because: 'no checkpoint was published yet' }
  const { size, publishedAt } = logCheckpoint
  const because = `${formatCount(size)} entries under a checkpoint published ${formatAgo(publishedAt, now)}`
  // Without newer verdicts an old checkpoint is the newest there can be.
  const isNewer = lastVerdictAt !== null && Date.parse(lastVerdictAt) > Date.parse(publishedAt)
  const isLate = isNewer && now - Date.parse(lastVerdictAt) > MAX_UNPUBLISHED
  return { part, state: isLate ? 'behind' : 'current', because }
}
