import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { findAnvil } from '../anvil/binary.js'

const START_MS = 30_000
/** A block for each transaction while the story is told; afterwards as fast as mainnet's. */
const BLOCK_MS = 700

/** An anvil that lives in memory alone, and begins at a height of one's choice. */
export interface ReplayAnvil {
  url: string
  /** From now on blocks are mined without traffic too. */
  keepMining(): void
  stop(): Promise<void>
}

/** @throws Error in one sentence where anvil does not come up. */
export async function startReplayAnvil(port: number, chainId: number, firstBlock: number): Promise<ReplayAnvil> {
  const url = `http://127.0.0.1:${port}`
  const child = spawn(
    findAnvil(),
    [
      ...['--host', '127.0.0.1', '--port', `${port}`, '--chain-id', `${chainId}`, '--number', `${firstBlock}`],
      // One slot an epoch: what anvil calls finalized is then two blocks deep, not sixty-four.
      ...['--slots-in-an-epoch', '1', '--accounts', '0', '--order', 'fifo', '--hardfork', 'cancun', '--silent'],
    ],
    { stdio: 'ignore' },
  )
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let miner: NodeJS.Timeout | undefined
  const anvil: ReplayAnvil = {
    url,
    keepMining() {
      miner ??= setInterval(() => void ask(url, 'evm_mine'), BLOCK_MS)
    },
    async stop() {
      clearInterval(miner)
      process.removeListener('exit', kill)
      child.kill('SIGKILL')
      await exited
    },
  }
  const deadline = Date.now() + START_MS
  while (!(await ask(url, 'eth_chainId'))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await anvil.stop()
      throw new Error(`anvil did not come up on ${url}: is the port taken?`)
    }
    await sleep(50)
  }
  return anvil
}

async function ask(url: string, method: string): Promise<boolean> {
  try {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] })
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}
