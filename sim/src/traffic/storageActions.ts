import { buildTags } from '@touchstone/verify'
import { concat, keccak256, toUtf8Bytes } from 'ethers'
import { CONTRACTS } from '../contracts.js'
import { tellGarbled } from '../truth/rawLogs.js'
import { DA_ENTRANCE, FLOW } from './abi.js'
import type { Action, ActionContext } from './actions.js'
import type { Execution } from './execution.js'
import type { Submission } from './flow.js'
import { PAYERS, PROVIDERS } from './people.js'

/** Storage, DA, and logs that do not decode. */
export const STORAGE_ACTIONS: readonly Action[] = [
  { name: 'submit', weight: 6, run: submit },
  { name: 'da upload', weight: 1, run: upload },
  { name: 'garbled logs', weight: 2, run: garble },
]

function submit({ world, rng, begin }: ActionContext): Execution {
  const flow = rng.pick(world.flows)
  const author = rng.pick([...PAYERS, ...PROVIDERS])
  const count = rng.int(1, 3)
  const top = rng.int(count - 1, 6)
  const nodes = Array.from({ length: count }, (_, at) => {
    return { root: keccak256(toUtf8Bytes(`root ${rng.int(0, 1_000_000)}`)), height: top - at }
  })
  const trail = rng.chance(0.4) ? { payer: rng.pick(PAYERS), provider: rng.pick(PROVIDERS) } : null
  const tags = trail
    ? buildTags(trail as Parameters<typeof buildTags>[0])
    : rng.pick(['0x', '0x00ff', `0x${'ee'.repeat(5000)}`])
  const sectors = nodes.reduce((sum, { height }) => sum + (1 << height), 0)
  const submission: Submission = {
    size: BigInt(sectors * 256 - rng.int(0, 255)),
    tags,
    nodes,
    submitter: rng.pick([author, `0x${'66'.repeat(20)}`]),
    trail,
  }
  const data = [submission.size, tags, nodes.map(({ root, height }) => [root, height])]
  const run = begin(author, flow.address, FLOW.encodeFunctionData('submit', [[data, submission.submitter]]), 1n)
  flow.submit(run, submission)
  return run
}

function upload({ rng, begin }: ActionContext): Execution {
  const root = keccak256(toUtf8Bytes(`blob ${rng.int(0, 1_000_000)}`))
  const run = begin(
    rng.pick(PAYERS),
    CONTRACTS.daEntrance,
    DA_ENTRANCE.encodeFunctionData('submitOriginalData', [[root]]),
  )
  run.emit(CONTRACTS.daEntrance, DA_ENTRANCE, 'DataUpload', [rng.pick(PAYERS), root, 1n, 0n, 5n])
  return run
}

/** Logs of watched contracts with the right first topic and data that means nothing. */
function garble({ world, rng, begin }: ActionContext): Execution {
  const run = begin(rng.pick(PAYERS), CONTRACTS.multicall, '0x')
  const events = [
    [world.serving.address, '0x1f69e5b87fd0ce34b3760ba6e5d8aa95a36e316c3ba44e1e65a9d0eb9e96d0bf'],
    [world.serving.address, '0x30ecc203691b2d18e17ee75d47caf34a3fb9f86e855f7e0414d3cec26d0c424b'],
    [CONTRACTS.identity, '0xca52e62c367d81bb2e328eb795f7c7ba24afb478408a26c0e201d155c449bc4a'],
    [CONTRACTS.reputation, '0x6a4a61743519c9d648a14e6493f47dbe3ff1aa29e7785c96c8326a205e58febc'],
    [CONTRACTS.validation, '0xafddf629e874ccc3963b6a888c477bd464a6c8525024fc88759ea3b2326349ae'],
    [CONTRACTS.flow, '0x167ce04d2aa1981994d3a31695da0d785373335b1078cec239a1a3a2c7675555'],
  ] as const
  const [address, topic] = rng.pick(events)
  const word = `0x${'ff'.repeat(32)}`
  const topics = [topic, word, word].slice(0, rng.int(1, 3))
  const data = rng.pick(['0x', '0x01', concat([word, word, word]), `0x${'ff'.repeat(5000)}`])
  run.log({ address, topics, data }, (truth, place) => tellGarbled(truth, place, { address, topics, data }))
  return run
}
