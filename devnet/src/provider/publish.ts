import { anchorTags, type TrailParties, toTrailRecord, writeTrail } from '@touchstone/recorder'
import type { Hex } from '@touchstone/verify'
import type { Wallet } from 'ethers'
import { CHAIN_ID } from '../chain/connect.js'
import { disperseBlob } from '../da/disperse.js'
import { rootOf, uploadTagged } from '../upload.js'
import type { World } from '../world.js'
import { findFollowed, findSystemText, parseChatRequest } from './completion.js'
import type { Bill } from './outbox.js'
import type { Row } from './row.js'
import type { ProviderStory } from './story.js'

/** The trail of one bill, as this provider tells it. */
export function buildTrailOf(story: ProviderStory, bill: Bill, parties: TrailParties): Uint8Array {
  const records = bill.rows.map((row, at) => {
    const shown = story.publishes === 'forged-response' && at === 0 ? forge(row) : row
    const { createdAt, model, usage, request, response, proof, resKey, listed } = shown
    const system = findSystemText(parseChatRequest(Buffer.from(request)))
    // The client names what it did in its next request; where that is of a later bill, nobody hears of it.
    const next = bill.rows[at + 1]
    const followed = next && findFollowed(parseChatRequest(Buffer.from(next.request)))
    const told = {
      ...(system === undefined ? {} : { system }),
      ...(followed === undefined ? {} : { actions: [{ chainId: CHAIN_ID, txHash: followed }] }),
    }
    return toTrailRecord(
      { settlement: bill.nonce, createdAt, model, usage, request, response, proof, resKey, hashed: listed, ...told },
      { request: 'bytes', response: 'bytes' },
    )
  })
  const times = bill.rows.map((row) => row.createdAt)
  return Buffer.concat([...writeTrail(parties, { from: Math.min(...times), to: Math.max(...times) }, records)])
}

/**
 * Uploads and anchors the trail of a settled bill from the provider's wallet.
 * @returns the anchored root.
 */
export async function publish(world: World, story: ProviderStory, wallet: Wallet, bill: Bill): Promise<string> {
  const parties: TrailParties = {
    chainId: CHAIN_ID,
    contract: lower(world.deployment.inferenceServing.address),
    provider: lower(wallet.address),
    payer: lower(bill.user),
    publisher: lower(wallet.address),
    via: 'direct',
  }
  const bytes = buildTrailOf(story, bill, parties)
  const file = story.trailsOn === 'da' ? await toPointer(world, bytes) : bytes
  if (isHonest(story) && story.trailsOn === undefined) world.lies.offer(rootOf(bytes))
  const root = await uploadTagged(world, wallet, file, anchorTags(parties))
  world.log.debug({ provider: story.name, root, records: bill.rows.length }, 'trail anchored')
  return root
}

/** Disperses a trail, and names the blob in the one line that is anchored in its place. */
async function toPointer(world: World, bytes: Uint8Array): Promise<Uint8Array> {
  return Buffer.from(`${await disperseBlob(world.disperser, bytes, world.stopping)}\n`)
}

/** Whose trails a storage node lies about: nothing of the provider's own is wrong, so that the lie alone is seen. */
function isHonest({ publishes, signer, enclave }: ProviderStory): boolean {
  const isWhole = enclave.kind === 'report' && enclave.code === 'serves' && enclave.flaw === undefined
  // Its quote can only be checked with what others archived: one thing to find out about each provider.
  if (enclave.kind === 'report' && enclave.collateral === 'left-out') return false
  return publishes === 'whole' && signer === 'own' && isWhole
}

/** Other bytes than the ones that were signed, of the same form and length. */
function forge(row: Row): Row {
  const text = Buffer.from(row.response).toString('utf8')
  const forged = text.includes('Hold the position')
    ? text.replace('Hold the position', 'Sell the position')
    : text.replace(/("content":")(\w)/, (_, key: string, letter: string) => `${key}${letter === 'X' ? 'Y' : 'X'}`)
  return { ...row, response: Buffer.from(forged) }
}

function lower(address: string): Hex {
  return address.toLowerCase() as Hex
}
