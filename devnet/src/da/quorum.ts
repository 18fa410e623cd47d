import type { Hex } from '@touchstone/verify'
import { mintDaCommitment, mintDaKeys } from '@touchstone/verify/mint'
import { Contract, type Wallet } from 'ethers'
import { keyOf } from '../chain/keys.js'

/** A dispersal as the chain numbers it. */
export interface Dispersal {
  dataRoot: Hex
  epoch: bigint
  quorumId: bigint
}

const GAS = 3_000_000n
const ALL_ROWS = `0x${'ff'.repeat(384)}`

/** Secret of a signer's node: everybody can compute it, as all keys of the devnet. */
export function secretOf(name: string): Hex {
  return keyOf(`da/${name}/bls`) as Hex
}

/** Registers a signer with its socket, or corrects the socket of an earlier run. */
export async function registerSigner(signers: Contract, wallet: Wallet, name: string, socket: string): Promise<void> {
  const contract = signers.connect(wallet) as Contract
  if (!(await contract.getFunction('isSigner').staticCall(wallet.address))) {
    const { pkG1, pkG2 } = mintDaKeys(secretOf(name))
    const key = { X: pkG1.x, Y: pkG1.y }
    const detail = { signer: wallet.address, socket, pkG1: key, pkG2: { X: [...pkG2.x], Y: [...pkG2.y] } }
    await (await contract.getFunction('registerSigner').send(detail, key, { gasLimit: GAS })).wait()
    return
  }
  const [known] = (await contract.getFunction('getSigner').staticCall([wallet.address])) as [{ socket: string }]
  if (known.socket !== socket) await (await contract.getFunction('updateSocket').send(socket)).wait()
}

/** Tells the entrance of a root and returns the epoch and quorum that it falls to. */
export async function announce(entrance: Contract, dataRoot: Hex): Promise<Dispersal> {
  const sent = await entrance.getFunction('submitOriginalData').send([dataRoot], { gasLimit: GAS })
  const receipt = await sent.wait()
  for (const log of receipt?.logs ?? []) {
    const event = entrance.interface.parseLog(log)
    if (event?.name === 'DataUpload') return { dataRoot, epoch: event.args.epoch, quorumId: event.args.quorumId }
  }
  throw new Error('The entrance did not log the upload.')
}

/** Has every row signed, and the signature verified by the entrance. */
export async function attest(entrance: Contract, dispersal: Dispersal, names: readonly string[]): Promise<void> {
  const { erasureCommitment, aggPkG2, signature } = mintDaCommitment(names.map(secretOf), dispersal)
  const submission = {
    ...dispersal,
    erasureCommitment: { X: erasureCommitment.x, Y: erasureCommitment.y },
    quorumBitmap: ALL_ROWS,
    aggPkG2: { X: [...aggPkG2.x], Y: [...aggPkG2.y] },
    signature: { X: signature.x, Y: signature.y },
  }
  await (await entrance.getFunction('submitVerifiedCommitRoots').send([submission], { gasLimit: 2n * GAS })).wait()
}
