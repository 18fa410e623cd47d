import type { Hex } from '@touchstone/verify'
import { foldNodes } from '@touchstone/verify/submission'
import { parseTags } from '@touchstone/verify/tags'
import { events } from '../../abi/Flow'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import type { AnchorEvent } from '../event'
import { parseAddress, toBoundedHex } from '../text'

/** The contract refuses heights from 64 on. */
const MAX_HEIGHT = 64n
/** Tags are free bytes of any length; those that mean something to us have 52. */
const MAX_TAG_BYTES = 1024

/**
 * A submission to the storage Flow: its file root folded from the nodes.
 * @throws RangeError where the log contradicts itself, which the contract's own rules exclude.
 */
export function decodeSubmit(log: ChainLog): AnchorEvent {
  const { sender, submissionIndex, startPos, length: sectors, submission } = decodeEvent(events.Submit, log)
  const nodes = submission.nodes.map(({ root, height }) => ({ root: root as Hex, height }))
  if (nodes.length === 0) throw new RangeError('A submission without nodes has no root.')
  const covered = nodes.reduce((sum, node) => sum + sectorsOf(node.height), 0n)
  if (covered !== sectors) throw new RangeError(`Nodes cover ${covered} sectors, the log says ${sectors}.`)
  return {
    kind: 'anchor',
    submissionIndex,
    root: foldNodes(nodes),
    size: submission.length,
    sectors,
    startPos,
    tags: toBoundedHex(submission.tags, MAX_TAG_BYTES),
    trail: parseTags(submission.tags as Hex) ?? null,
    claimedSender: parseAddress(sender),
  }
}

function sectorsOf(height: bigint): bigint {
  if (height >= MAX_HEIGHT) throw new RangeError(`Node height ${height} is not below ${MAX_HEIGHT}.`)
  return 1n << height
}
