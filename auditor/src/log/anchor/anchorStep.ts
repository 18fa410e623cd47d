import { type AnchorChain, AnchorProblem } from './anchorChain.js'
import {
  closeAttempts,
  findDueCheckpoint,
  listOpenAttempts,
  listRaw,
  noteAnchor,
  type OpenAttempt,
} from './anchorRows.js'
import { type SendContext, sendAnchor } from './sendAnchor.js'

/** What anchors are made and watched with. */
export interface AnchorContext extends SendContext {
  /** Blocks behind the head from which on a block counts as final. */
  finality: number
  /** Pause between two anchors. */
  everyMs: number
  /** Age at which an attempt that no block takes is outbid; 3 minutes. */
  outbidMs?: number
}

const OUTBID_MS = 3 * 60_000
/** A transaction that reverted is not tried again before. */
const RETRY_MS = 60_000
/** How long a node may lag with its receipts before a nonce counts as used for something else. */
const REPLACED_MS = 10 * 60_000

/**
 * One look: takes up what was sent, or sends what is due. No checkpoint gets two anchors, wherever a process is killed.
 * @param findChain asked where there is something to do.
 * @returns whether an attempt waits for its block.
 * @throws AnchorProblem
 */
export async function anchorStep(context: AnchorContext, findChain: () => Promise<AnchorChain>): Promise<boolean> {
  const open = await listOpenAttempts(context.db)
  if (open.length > 0) {
    const chain = await findChain()
    for (const attempts of groupByNonce(open)) await watch(context, chain, attempts)
    return true
  }
  const due = await findDueCheckpoint(context.db, context.everyMs, RETRY_MS)
  if (due === undefined) return false
  await sendAnchor(context, await findChain(), due)
  return true
}

/** Takes up the attempts of one nonce, of which at most one can be mined. */
async function watch(context: AnchorContext, chain: AnchorChain, attempts: readonly OpenAttempt[]): Promise<void> {
  const newest = attempts.at(-1) as OpenAttempt
  // Before the receipts: a node that does not lag has the receipt of a nonce that is used now.
  const used = await chain.nonce(newest.sender)
  for (const attempt of attempts) {
    const mined = await chain.mined(attempt.tx)
    if (mined === undefined) continue
    if (mined.block + context.finality > (await chain.height())) return
    if (mined.succeeded) return noteAnchor(context.db, attempt, mined.block)
    await closeAttempts(context.db, attempt, 'reverted')
    throw new AnchorProblem('refused', `transaction ${attempt.tx} reverted in block ${mined.block}`)
  }
  if (used > newest.nonce) return giveUp(context, newest)
  // It may never have been sent, or been lost; the same bytes twice are one transaction. The same of those before it,
  // where a chain lost blocks that were final: no nonce is mined before the one below it.
  for (const raw of await listRaw(context.db, newest.sender, used, newest.nonce)) await chain.send(raw)
  if (newest.ageMs >= (context.outbidMs ?? OUTBID_MS) && newest.sender === context.key.address)
    await sendAnchor(context, chain, newest, newest)
}

async function giveUp({ db }: AnchorContext, newest: OpenAttempt): Promise<void> {
  if (newest.ageMs < REPLACED_MS) return
  await closeAttempts(db, newest, 'replaced')
  throw new AnchorProblem(
    'refused',
    `account ${newest.sender} used nonce ${newest.nonce} for another transaction than ${newest.tx}: it should pay for anchors alone`,
  )
}

function groupByNonce(open: readonly OpenAttempt[]): OpenAttempt[][] {
  const groups = new Map<string, OpenAttempt[]>()
  for (const attempt of open) {
    const group = `${attempt.sender} ${attempt.nonce}`
    groups.set(group, [...(groups.get(group) ?? []), attempt])
  }
  return [...groups.values()]
}
