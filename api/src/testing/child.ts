import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CHAIN_ID } from './rows'

const MAIN = path.resolve(__dirname, '../../dist/main.js')

/** The built process with an environment of its own. */
export interface Child {
  process: ChildProcess
  /** Everything that it has written so far. */
  output(): string
  exit: Promise<number | null>
}

export function startChild(env: Record<string, string>): Child {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env.PATH, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { process: child, output: () => output, exit }
}

/** A network's file in a folder of its own. */
export async function writeNetworkFile(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'touchstone-api-'))
  const file = path.join(folder, 'network.json')
  const network = { name: 'test', displayName: 'Test', chainId: CHAIN_ID, finality: 2, rpc: [], ws: [], contracts: [] }
  const rest = {
    storage: { indexers: [], nodes: [] },
    trust: { mockSigners: [], quoteRoots: [], gpuRoots: [], osImages: [], releases: [], models: [], sigstore: [] },
  }
  await writeFile(file, JSON.stringify({ ...network, ...rest }))
  return { file, remove: () => rm(folder, { recursive: true, force: true }) }
}

export async function findPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address.port
}

/** Asks until the answer is not undefined; fails after a deadline. */
export async function poll<Value>(what: string, ask: () => Promise<Value | undefined>, ms = 20_000): Promise<Value> {
  const deadline = performance.now() + ms
  while (performance.now() < deadline) {
    const value = await ask().catch(() => undefined)
    if (value !== undefined) return value
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Within ${ms} ms: ${what} did not happen`)
}
