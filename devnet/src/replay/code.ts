import type { Hex } from '@touchstone/verify'
import type { JsonRpcProvider, Wallet } from 'ethers'
import { Interface } from 'ethers'
import * as artifacts from '../chain/artifacts.js'
import { type GenerationCode, loadBytecode } from './bytecode.js'
import { deploy } from './place.js'
import { RELEASES } from './releases.js'
import type { Generation } from './rules.js'

/** Code of every generation, deployed once on the replayed chain, to be set at the recorded addresses. */
export type DeployedCode = Record<Generation, { inferenceServing: string; ledgerManager: string }>

/** Deploys the implementations of C, D and E. @throws BytecodeError where an old package cannot be had. */
export async function deployCode(chain: JsonRpcProvider, owner: Wallet, cache: string): Promise<DeployedCode> {
  const bytecode = {
    ...Object.fromEntries(
      await Promise.all(
        RELEASES.map(async (release) => [release.generation, await loadBytecode(release, cache)] as const),
      ),
    ),
    E: { inferenceServing: artifacts.inferenceServing().bytecode, ledgerManager: artifacts.ledgerManager().bytecode },
  } as Record<Generation, GenerationCode>
  const entries = []
  for (const generation of ['C', 'D', 'E'] as const) {
    const { inferenceServing, ledgerManager } = bytecode[generation]
    entries.push([
      generation,
      {
        inferenceServing: await deployedCode(chain, owner, inferenceServing),
        ledgerManager: await deployedCode(chain, owner, ledgerManager),
      },
    ] as const)
  }
  return Object.fromEntries(entries) as DeployedCode
}

async function deployedCode(chain: JsonRpcProvider, owner: Wallet, bytecode: string): Promise<string> {
  const address: Hex = await deploy(owner, { abi: new Interface([]), bytecode })
  return chain.getCode(address)
}
