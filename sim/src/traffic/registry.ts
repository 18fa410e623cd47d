import {
  type Consent,
  MOST_URI,
  tellMetadata,
  tellRegistered,
  tellTransfer,
  tellUri,
  tellWallet,
} from '../truth/agents.js'
import type { JournaledMap } from '../truth/journal.js'
import { tellTexts } from '../truth/rawLogs.js'
import { IDENTITY } from './abi.js'
import { type Execution, Revert } from './execution.js'
import { encodeRawLog } from './rawText.js'
import type { Rules } from './rules.js'

interface AgentState {
  owner: string
  wallet: string | null
}

const ZERO = `0x${'0'.repeat(40)}`
const WALLET_KEY = 'agentWallet'

/** The identity registry of ERC-8004 2.0.0, as far as its logs and facts go. Texts are bytes, one a character. */
export class IdentityRegistry {
  private readonly agents: JournaledMap<AgentState>

  constructor(
    rules: Pick<Rules, 'map'>,
    readonly address: string,
  ) {
    this.agents = rules.map()
  }

  agent(id: bigint): AgentState | undefined {
    return this.agents.get(String(id))
  }

  ids(): bigint[] {
    return this.agents.keys().map(BigInt)
  }

  /**
   * Mints an agent to the caller. A contract is called back in the middle, when its token is there and neither the
   * registration nor the wallet is logged: what it does then comes before them in the logs.
   */
  register(run: Execution, caller: string, uri: string, callback?: (id: bigint) => void, id = this.nextId()): bigint {
    this.agents.set(String(id), { owner: caller, wallet: null })
    this.emitTransfer(run, ZERO, caller, id)
    callback?.(id)
    // As in the storage of the real registry: the default wallet is written after the callback.
    const { owner } = this.agents.get(String(id)) ?? { owner: caller }
    this.agents.set(String(id), { owner, wallet: caller })
    if (uri !== '') run.emit(this.address, IDENTITY, 'MetadataUpdate', [id])
    const log = encodeRawLog(this.address, IDENTITY, 'Registered', [id, uri, caller])
    run.log(log, (truth, place) => {
      tellTexts(truth, place, log, [[uri, MOST_URI]])
      tellRegistered(truth, place, this.address, { id, registrant: caller, uri })
    })
    this.emitWallet(run, id, caller)
    return id
  }

  /** A transfer by whoever may; clears the wallet first, and logs that first. */
  transfer(run: Execution, from: string, to: string, id: bigint): void {
    const agent = this.agents.get(String(id))
    if (agent?.owner !== from) throw new Revert()
    this.agents.set(String(id), { owner: to, wallet: null })
    if (agent.wallet !== null) this.emitWallet(run, id, null)
    this.emitTransfer(run, from, to, id)
  }

  /** @param consent what the wallet's signature in the calldata is worth. */
  setWallet(run: Execution, id: bigint, wallet: string | null, consent: Consent = 'unavailable'): void {
    const agent = this.agents.get(String(id))
    if (!agent) throw new Revert()
    this.agents.set(String(id), { ...agent, wallet })
    this.emitWallet(run, id, wallet, consent)
  }

  setUri(run: Execution, caller: string, id: bigint, uri: string): void {
    if (!this.agents.get(String(id))) throw new Revert()
    run.emit(this.address, IDENTITY, 'MetadataUpdate', [id])
    const log = encodeRawLog(this.address, IDENTITY, 'URIUpdated', [id, uri, caller])
    run.log(log, (truth, place) => {
      tellTexts(truth, place, log, [[uri, MOST_URI]])
      tellUri(truth, place, this.address, { id, uri })
    })
  }

  setMetadata(run: Execution, id: bigint, key: string, value: string): void {
    if (!this.agents.get(String(id))) throw new Revert()
    run.emit(this.address, IDENTITY, 'MetadataSet', [id, key, key, value], (truth, place) =>
      tellMetadata(truth, place, this.address, id),
    )
  }

  private emitTransfer(run: Execution, from: string, to: string, id: bigint): void {
    run.emit(this.address, IDENTITY, 'Transfer', [from, to, id], (truth, place) =>
      tellTransfer(truth, place, this.address, { id, from, to }),
    )
  }

  private emitWallet(run: Execution, id: bigint, wallet: string | null, consent: Consent = 'unavailable'): void {
    run.emit(this.address, IDENTITY, 'MetadataSet', [id, WALLET_KEY, WALLET_KEY, wallet ?? '0x'], (truth, place) =>
      tellWallet(truth, place, this.address, { id, wallet, consent }),
    )
  }

  private nextId(): bigint {
    let id = BigInt(this.agents.size)
    while (this.agents.get(String(id))) id += 1n
    return id
  }
}
