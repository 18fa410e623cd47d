import type { JournaledMap } from '../truth/journal.js'
import { type Request, type Response, tellRequest, tellResponse } from '../truth/validation.js'
import { VALIDATION } from './abi.js'
import { type Execution, Revert } from './execution.js'
import { encodeRawLog } from './rawText.js'
import type { IdentityRegistry } from './registry.js'
import type { Rules } from './rules.js'

const MOST_RESPONSE = 100

/** The validation registry of ERC-8004 2.0.0, as far as its logs and facts go. Texts are bytes, one a character. */
export class ValidationRegistry {
  /** By the request's hash. */
  private readonly requests: JournaledMap<Request>

  constructor(
    rules: Pick<Rules, 'map'>,
    readonly address: string,
    private readonly identity: IdentityRegistry,
  ) {
    this.requests = rules.map()
  }

  /** All requests, answered or not. */
  list(): Request[] {
    return this.requests.entries().map(([, request]) => request)
  }

  /**
   * By the agent's owner, and each hash once. @throws Revert elsewhere.
   * @param isChecked whether the registry's own code runs: other code behind its proxy may log any request.
   */
  request(run: Execution, caller: string, request: Request, isChecked = true): void {
    const { id, validator, uri, hash } = request
    const isTaken = this.requests.get(hash) !== undefined
    if (isChecked && (isTaken || this.identity.agent(id)?.owner !== caller)) throw new Revert()
    if (!isTaken) this.requests.set(hash, request)
    const log = encodeRawLog(this.address, VALIDATION, 'ValidationRequest', [validator, id, uri, hash])
    const registries = { registry: this.address, identity: this.identity.address }
    run.log(log, (truth, place) => tellRequest(truth, place, log, { ...registries, ...request }))
  }

  /** By the validator who was asked, as often as they like. @throws Revert elsewhere, and above 100. */
  respond(run: Execution, said: Response): void {
    const { requestHash, validator, response, uri, hash, tag } = said
    const request = this.requests.get(requestHash)
    if (request?.validator !== validator || response > MOST_RESPONSE) throw new Revert()
    const args = [validator, request.id, requestHash, response, uri, hash, tag]
    const log = encodeRawLog(this.address, VALIDATION, 'ValidationResponse', args)
    run.log(log, (truth, place) => tellResponse(truth, place, log, { registry: this.address, ...said }))
  }
}
