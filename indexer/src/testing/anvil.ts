import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { JsonRpcProvider } from 'ethers'

/** Chain id of the test chain: no real network has it. */
export const TEST_CHAIN_ID = 31_999

/** A local chain that mines a block for each transaction. */
export interface TestChain {
  url: string
  provider: JsonRpcProvider
  /** Ten unlocked, funded accounts, lower case. */
  accounts: string[]
  /** From now on it takes connections and answers nothing, until it is released. */
  hold(): void
  release(): void
  stop(): Promise<void>
}

const START_DEADLINE_MS = 20_000

/** Starts anvil on a free port. The caller stops it. */
export async function startTestChain(): Promise<TestChain> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const args = ['--port', `${port}`, '--chain-id', `${TEST_CHAIN_ID}`, '--silent', '--accounts', '10']
  const child = spawn(findAnvil(), args, { stdio: 'ignore' })
  // Ends with the test process, whatever happens to it.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const provider = new JsonRpcProvider(url, TEST_CHAIN_ID, {
    staticNetwork: true,
    cacheTimeout: -1,
    pollingInterval: 50,
  })
  await waitForAnswer(url, child)
  const accounts = ((await provider.send('eth_accounts', [])) as string[]).map((account) => account.toLowerCase())
  return {
    url,
    provider,
    accounts,
    hold: () => void child.kill('SIGSTOP'),
    release: () => void child.kill('SIGCONT'),
    async stop() {
      process.removeListener('exit', kill)
      provider.destroy()
      await endProcess(child)
    },
  }
}

/** Ends a process that this test started, and waits until it is gone. */
export function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
    child.once('exit', (code) => resolve(code))
    child.kill(signal)
  })
}

/** Asks `isTrue` until it holds. @throws with `what` once the deadline has passed. */
export async function waitUntil(what: string, isTrue: () => Promise<boolean>, deadlineMs = 20_000): Promise<void> {
  const deadline = Date.now() + deadlineMs
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`Not within ${deadlineMs} ms: ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The binary itself: the package's own launcher would leave it running when killed. */
function findAnvil(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const manifest = require.resolve(`@foundry-rs/anvil-${process.platform}-${arch}/package.json`)
  return path.join(path.dirname(manifest), 'bin/anvil')
}

async function waitForAnswer(url: string, child: ChildProcess) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })
  const ask = () => fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  await waitUntil(
    'anvil answers',
    async () => {
      if (child.exitCode !== null) throw new Error(`anvil ended with ${child.exitCode}: is its binary installed?`)
      return ask().then(
        (answer) => answer.ok,
        () => false,
      )
    },
    START_DEADLINE_MS,
  )
}

/** A port that is free now, on the loopback. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('The server has no port.')),
      )
    })
  })
}
