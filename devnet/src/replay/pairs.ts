import { listContracts, type Network, type NetworkContract } from '@touchstone/networks'
import type { Hex } from '@touchstone/verify'
import { getCreateAddress, type JsonRpcProvider, type Wallet } from 'ethers'
import * as artifacts from '../chain/artifacts.js'
import type { DeployedCode } from './code.js'
import { type Cast, Pair, type Told } from './pair.js'
import { deploy, place } from './place.js'
import type { Generation } from './rules.js'
import { openShop, settleEverything, settleOne, settlePartly } from './story.js'
import type { Truth } from './truth.js'

interface Replay {
  chain: JsonRpcProvider
  cast: Cast
  code: DeployedCode
  truth: Truth
}

/** A proxy of InferenceServing and the ledger that goes with it: `inference-2025` and `ledger-2025`. */
interface Recorded {
  inference: NetworkContract
  ledger: NetworkContract
}

/**
 * Plays every recorded pair of InferenceServing and ledger from its first implementation to its last, the oldest first.
 * Generation B is left out: no package carries its bytecode.
 */
export async function replayPairs(network: Network, replay: Replay): Promise<void> {
  const ledgers = listContracts(network, 'ledgerManager')
  for (const inference of listContracts(network, 'inferenceServing').reverse()) {
    const ledger = ledgers.find(({ label }) => label === inference.label.replace('inference', 'ledger'))
    const [first] = inference.implementations ?? []
    if (ledger === undefined || first?.generation === undefined || first.generation === 'B') continue
    await replayPair({ inference, ledger }, replay)
  }
}

async function replayPair({ inference, ledger }: Recorded, replay: Replay): Promise<void> {
  const { chain, cast, code, truth } = replay
  const steps = toSteps(inference, ledger)
  for (const { serving, ledgerManager, generation } of steps) {
    await chain.send('anvil_setCode', [serving, code[generation].inferenceServing])
    await chain.send('anvil_setCode', [ledgerManager, code[generation].ledgerManager])
  }
  const [first] = steps as [Step]
  const pair = new Pair(chain, cast, await placeProxies({ inference, ledger }, first, replay), truth)
  const forwarder = await deployForwarder(cast.provider)
  let before: Step | undefined
  for (const step of steps) {
    if (before !== undefined && before.ledgerManager !== step.ledgerManager) await pair.switchLedger(step.ledgerManager)
    await pair.switchTo(step.serving, step.generation, step.told)
    if (before === undefined) {
      await pair.initialize()
      await openShop(pair, cast, forwarder)
    }
    await (before?.generation === step.generation ? settleOne(pair, cast) : settleEverything(pair, cast, forwarder))
    before = step
  }
  await settlePartly(pair, cast)
}

/** One implementation of InferenceServing, the ledger's beside it, and what an index can know of it. */
interface Step {
  serving: Hex
  ledgerManager: Hex
  generation: Generation
  told: Told
}

/** The implementations on record, in order; where the proxy is in use, one more that no file names. */
function toSteps(inference: NetworkContract, ledger: NetworkContract): Step[] {
  const ledgers = ledger.implementations?.map(({ address }) => address) ?? [inventAddress(ledger.address, 0)]
  const steps = (inference.implementations ?? []).map(({ address, generation = 'E' }): Step => {
    const isRecorded = address !== inference.address
    return {
      serving: isRecorded ? address : inventAddress(address, 1),
      ledgerManager: ledgers[0] as Hex,
      // B is left out before.
      generation: generation as Generation,
      told: isRecorded ? 'by-log' : 'by-file',
    }
  })
  // The ledger's last two are those of generation E on both networks; the others are older.
  const older = Math.max(1, ledgers.length - 2)
  let oldAt = 0
  let newAt = older
  for (const step of steps)
    step.ledgerManager = (
      step.generation === 'E' ? ledgers[Math.min(newAt++, ledgers.length - 1)] : ledgers[Math.min(oldAt++, older - 1)]
    ) as Hex
  const last = steps.at(-1)
  if (!inference.retired && last !== undefined)
    steps.push({ ...last, serving: inventAddress(inference.address, 1), told: 'unnamed' })
  return steps
}

async function placeProxies({ inference, ledger }: Recorded, first: Step, { chain, cast: { owner } }: Replay) {
  const inferenceBeacon = inference.beacon ?? inventAddress(inference.address, 2)
  const ledgerBeacon = ledger.beacon ?? inventAddress(ledger.address, 2)
  await place(chain, owner, inferenceBeacon, artifacts.upgradeableBeacon(), [first.serving])
  await place(chain, owner, ledgerBeacon, artifacts.upgradeableBeacon(), [first.ledgerManager])
  await place(chain, owner, inference.address, artifacts.beaconProxy(), [inferenceBeacon, '0x'])
  await place(chain, owner, ledger.address, artifacts.beaconProxy(), [ledgerBeacon, '0x'])
  return { inference: inference.address, ledger: ledger.address, inferenceBeacon, ledgerBeacon }
}

/** An address that nobody published and nothing else uses. */
function inventAddress(near: string, n: number): Hex {
  return getCreateAddress({ from: near, nonce: 1_000_000 + n }).toLowerCase() as Hex
}

async function deployForwarder(provider: Wallet): Promise<Hex> {
  return deploy(provider, artifacts.ownContract('Forwarder'))
}
