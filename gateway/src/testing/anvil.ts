import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import path from 'node:path'
import { askRpc } from './askRpc.js'
import { waitUntil } from './waitUntil.js'

/** Chain id of the test chain: no real network has it. */
export const TEST_CHAIN_ID = 31_998

export interface TestChain {
  url: string
  /** Unlocked, funded accounts, lower case. */
  accounts: string[]
  ask<T>(method: string, ...params: unknown[]): Promise<T>
  stop(): Promise<void>
}

/** Starts anvil on a free port. It mines when told to, or a block for each transaction. */
export async function startAnvil(): Promise<TestChain> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const args = ['--port', `${port}`, '--chain-id', `${TEST_CHAIN_ID}`, '--silent', '--accounts', '5', '--order', 'fifo']
  const child = spawn(findAnvil(), args, { stdio: 'ignore' })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ask = <T>(method: string, ...params: unknown[]) => askRpc<T>(url, method, params)
  await waitUntil('anvil answers', () =>
    ask('eth_chainId').then(
      () => true,
      () => false,
    ),
  )
  const accounts = (await ask<string[]>('eth_accounts')).map((account) => account.toLowerCase())
  return {
    url,
    accounts,
    ask,
    async stop() {
      process.removeListener('exit', kill)
      await endProcess(child)
    },
  }
}

export function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
    child.once('exit', (code) => resolve(code))
    child.kill(signal)
  })
}

/** The binary itself: the package's own launcher would leave it running when killed. */
function findAnvil(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const manifest = createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${process.platform}-${arch}/package.json`)
  return path.join(path.dirname(manifest), 'bin/anvil')
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
