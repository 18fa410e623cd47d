import { parseChatSignature, type TrailProof } from '@touchstone/verify'
import type { Actor, Cast } from '../cast.js'
import type { Row } from '../provider/row.js'
import type { Published } from '../provider/settled.js'
import type { World } from '../world.js'
import { NotReadyError, type Subject } from './attack.js'
import type { OfficialSdk } from './officialSdk.js'

/** What an attack is staged with. */
export interface Stage {
  world: World
  cast: Cast
  sdk: OfficialSdk
  /** Storage nodes: `b` lies about some roots. */
  nodes: { a: string; b: string }
}

/** A published bill of an actor with one inference of it. */
export interface Live {
  actor: Actor
  published: Published
  row: Row
}

/** The auditor has looked by then. */
const JUDGED_MS = 20_000
/** The signature endpoint forgets after 20 minutes. */
const SIGNED_MS = 19 * 60_000
const SIGNATURE_MS = 5_000
const MAX_SIGNATURE = 64 * 1024

/** The actor whose provider has this name. */
export function findActor({ cast }: Stage, provider: string): Actor {
  const found = cast.actors.find((actor) => actor.provider.story.name === provider)
  if (found === undefined) throw new Error(`Nobody infers at ${provider}.`)
  return found
}

/**
 * The newest inference at a provider whose bill is paid, whose trail is anchored, and which the auditor had time to judge;
 * of bills that all are too new the oldest.
 * @throws NotReadyError before there is any.
 */
export function findLive(
  stage: Stage,
  provider: string,
  wanted: (row: Row, published: Published) => boolean = () => true,
): Live {
  const actor = findActor(stage, provider)
  const now = Date.now()
  const fitting = actor.provider.settled.listPublished().flatMap((published) => {
    const row = published.bill.rows.findLast((each) => now - each.createdAt < SIGNED_MS && wanted(each, published))
    return row === undefined ? [] : [{ actor, published, row }]
  })
  const live = fitting.find(({ published }) => now - published.at >= JUDGED_MS) ?? fitting.at(-1)
  if (live === undefined)
    throw new NotReadyError(
      `No inference at ${provider} that fits is billed and published yet. It takes a minute or two.`,
    )
  return live
}

export function toSubject({ actor, published, row }: Live): Subject {
  return {
    provider: actor.provider.wallet.address.toLowerCase(),
    model: row.model,
    payer: published.bill.user.toLowerCase(),
    chatId: row.resKey,
    servedAt: row.createdAt,
    settlement: published.settlement,
    root: published.root,
  }
}

/** The proof that the provider's endpoint serves for a chat id now, as a client asks for it, and the key on chain. */
export async function fetchProof(
  { world }: Stage,
  { actor, row }: Live,
): Promise<{ proof: TrailProof; signer: string }> {
  const { inference } = world.contracts
  const service = (await inference.getFunction('getService').staticCall(actor.provider.wallet.address)) as {
    url: string
    teeSignerAddress: string
  }
  const url = `${service.url}/v1/proxy/signature/${row.resKey}?model=${encodeURIComponent(row.model)}`
  const answer = await fetch(url, { signal: AbortSignal.timeout(SIGNATURE_MS), redirect: 'error' })
  const text = await answer.text()
  if (!answer.ok) throw new NotReadyError(`The signature endpoint answers ${answer.status}.`)
  return { proof: parseChatSignature(text.slice(0, MAX_SIGNATURE)), signer: service.teeSignerAddress }
}
