import { concat, keccak256 } from 'ethers'
import { MOST_TAGS, tellAnchor } from '../truth/anchors.js'
import type { JournaledMap } from '../truth/journal.js'
import { tellAltered } from '../truth/rawLogs.js'
import { FLOW } from './abi.js'
import type { Execution } from './execution.js'
import type { Rules } from './rules.js'

export interface Submission {
  size: bigint
  tags: string
  /** Heights strictly descending. */
  nodes: { root: string; height: number }[]
  /** Named by the caller, authenticated by nobody. */
  submitter: string
  /** Whom the tags name, where they are a trail's. */
  trail: { payer: string; provider: string } | null
}

/** A storage Flow, as far as its logs and facts go. */
export class FlowContract {
  private readonly state: JournaledMap<{ index: bigint; sectors: bigint }>

  constructor(
    rules: Pick<Rules, 'map'>,
    readonly address: string,
    private readonly label: string,
  ) {
    this.state = rules.map()
  }

  submit(run: Execution, { size, tags, nodes, submitter, trail }: Submission): void {
    const { index, sectors: used } = this.state.get('next') ?? { index: 0n, sectors: 0n }
    const first = 1n << BigInt(nodes[0]?.height ?? 0)
    const startPos = ((used + first - 1n) / first) * first
    const sectors = nodes.reduce((sum, { height }) => sum + (1n << BigInt(height)), 0n)
    this.state.set('next', { index: index + 1n, sectors: startPos + sectors })
    const identity = keccak256(concat(nodes.map(({ root }) => root)))
    const args = [
      submitter,
      identity,
      index,
      startPos,
      sectors,
      [size, tags, nodes.map(({ root, height }) => [root, height])],
    ]
    const told = { index, size, sectors, startPos, tags, trail, claimedSender: submitter, root: foldRoot(nodes) }
    const log = { address: this.address, ...FLOW.encodeEventLog('Submit', args) }
    run.log(log, (truth, place) => {
      if (tags.length > MOST_TAGS) tellAltered(truth, place, log)
      tellAnchor(truth, place, { ...told, flow: this.address, label: this.label })
    })
  }
}

/** Root of the file: the last node's, hashed with those before it from right to left. */
function foldRoot(nodes: Submission['nodes']): string {
  const roots = nodes.map(({ root }) => root)
  return roots.reduceRight((right, left) => keccak256(concat([left, right])))
}
