import type { JournaledMap } from '../truth/journal.js'
import { type FeedbackName, type Rating, tellAnswered, tellFeedback, tellRevoked } from '../truth/reputation.js'
import { REPUTATION } from './abi.js'
import { type Execution, Revert } from './execution.js'
import { encodeRawLog } from './rawText.js'
import type { IdentityRegistry } from './registry.js'
import type { Rules } from './rules.js'

interface Given extends FeedbackName {
  isRevoked: boolean
}

const MOST_VALUE = 10n ** 38n
const MOST_DECIMALS = 18

/** The reputation registry of ERC-8004 2.0.0, as far as its logs and facts go. Texts are bytes, one a character. */
export class ReputationRegistry {
  /** By agent, client and number. */
  private readonly given: JournaledMap<Given>
  /** The last number, by agent and client. */
  private readonly last: JournaledMap<bigint>

  constructor(
    rules: Pick<Rules, 'map'>,
    readonly address: string,
    private readonly identity: IdentityRegistry,
  ) {
    this.given = rules.map()
    this.last = rules.map()
  }

  /** All feedback that was given, revoked or not. */
  list(): Given[] {
    return this.given.entries().map(([, given]) => given)
  }

  /**
   * Anybody but the owner rates an agent, within the bounds of value and decimals. @throws Revert elsewhere.
   * @param other what the registry does with other code behind its proxy: it checks nothing, and may give a number out
   * twice.
   */
  giveFeedback(run: Execution, client: string, id: bigint, rating: Rating, other?: { repeats: boolean }): void {
    if (!other && !this.isAllowed(client, id, rating)) throw new Revert()
    const last = this.last.get(`${id} ${client}`) ?? 0n
    const index = other?.repeats && last > 0n ? last : last + 1n
    const name = { id, client, index }
    this.last.set(`${id} ${client}`, index)
    if (!this.given.get(keyOf(name))) this.given.set(keyOf(name), { ...name, isRevoked: false })
    const { value, decimals, tag1, tag2, endpoint, uri, hash } = rating
    const args = [id, client, index, value, decimals, tag1, tag1, tag2, endpoint, uri, hash]
    const log = encodeRawLog(this.address, REPUTATION, 'NewFeedback', args)
    const registries = { registry: this.address, identity: this.identity.address }
    run.log(log, (truth, place) => tellFeedback(truth, place, log, { ...registries, ...name, ...rating }))
  }

  /** By whoever gave it, once. @throws Revert where there is none, or it is revoked. */
  revokeFeedback(run: Execution, client: string, id: bigint, index: bigint): void {
    const name = { id, client, index }
    const given = this.given.get(keyOf(name))
    if (!given || given.isRevoked) throw new Revert()
    this.given.set(keyOf(name), { ...given, isRevoked: true })
    const log = encodeRawLog(this.address, REPUTATION, 'FeedbackRevoked', [id, client, index])
    run.log(log, (truth, place) => tellRevoked(truth, place, log, { identity: this.identity.address, ...name }))
  }

  /** By whoever likes, also of what is revoked. @throws Revert where there is no such feedback, or no address of a file. */
  appendResponse(
    run: Execution,
    responder: string,
    { id, client, index }: FeedbackName,
    file: { uri: string; hash: string },
  ): void {
    const name = { id, client, index }
    if (!this.given.get(keyOf(name)) || file.uri === '') throw new Revert()
    const args = [id, client, index, responder, file.uri, file.hash]
    const log = encodeRawLog(this.address, REPUTATION, 'ResponseAppended', args)
    const what = { identity: this.identity.address, responder, ...name, ...file }
    run.log(log, (truth, place) => tellAnswered(truth, place, log, what))
  }

  private isAllowed(client: string, id: bigint, { value, decimals }: Rating): boolean {
    const agent = this.identity.agent(id)
    const isBounded = value <= MOST_VALUE && value >= -MOST_VALUE && decimals <= MOST_DECIMALS
    return agent !== undefined && agent.owner !== client && isBounded
  }
}

function keyOf({ id, client, index }: FeedbackName): string {
  return `${id} ${client} ${index}`
}
