import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonRpcProvider } from 'ethers'
import type { Logger } from 'pino'
import { Anvil } from '../anvil/anvil.js'
import { writeJson } from '../state.js'
import { CHAIN_ID, connect } from './connect.js'
import { type Deployment, deploy, expectedAddresses } from './deploy.js'
import { fund, walletOf } from './keys.js'

const PURSE = 1_000_000n * 10n ** 18n

export interface OpenChain {
  anvil: Anvil
  chain: JsonRpcProvider
  deployment: Deployment
}

/** The chain of an earlier run where it is whole; otherwise a new one with everything deployed. */
export async function openChain(folder: string, port: number, log: Logger): Promise<OpenChain> {
  const anvil = await Anvil.start({ folder, port, chainId: CHAIN_ID, log })
  const chain = connect(anvil.url)
  const file = join(folder, 'deployment.json')
  try {
    const kept = await findDeployment(chain, file)
    if (kept !== undefined) return { anvil, chain, deployment: kept }
    await anvil.reset()
    const deployer = walletOf('deployer', chain)
    await fund(chain, [deployer.address], PURSE)
    const deployment = await deploy(chain)
    writeJson(file, deployment)
    return { anvil, chain, deployment }
  } catch (error) {
    chain.destroy()
    await anvil.stop()
    throw error
  }
}

/** Undefined where the kept chain lacks a contract: a first run, or one that was killed while it deployed. */
async function findDeployment(chain: JsonRpcProvider, file: string): Promise<Deployment | undefined> {
  for (const address of expectedAddresses(chain)) if ((await chain.getCode(address)) === '0x') return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Deployment
  } catch {
    return undefined
  }
}
