import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a squid asks for; one of `gateway` and `rpc` is its source. */
export interface SquidQuery {
  gateway?: string
  rpc?: string
  finality?: number
  range: { from: number; to: number }
  fields?: object
  logs?: object[]
  transactions?: object[]
  includeAllBlocks?: boolean
}

export interface SquidBlock {
  header: { height: number; hash: string }
  logs: { logIndex: number }[]
  transactions: object[]
  traces: object[]
}

/** Runs an unmodified EvmBatchProcessor to the end of its range. @returns its blocks that have anything but a header. */
export async function runSquid(query: SquidQuery): Promise<SquidBlock[]> {
  const blocks = await runWholeSquid(query)
  return blocks.filter(({ logs, transactions, traces }) => logs.length + transactions.length + traces.length > 0)
}

/** As `runSquid`, with the blocks that the client got without items as well. */
export function runWholeSquid(query: SquidQuery): Promise<SquidBlock[]> {
  const script = fileURLToPath(new URL('./processor.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, JSON.stringify(query)], {
    env: { PATH: process.env.PATH, PROMETHEUS_PORT: '0', SQD_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, problems]: [string[], string[]] = [[], []]
  child.stdout.on('data', (part) => out.push(String(part)))
  child.stderr.on('data', (part) => problems.push(String(part)))
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      const lines = out
        .join('')
        .split('\n')
        .filter((line) => line.startsWith('['))
      if (code === 0) resolve(lines.flatMap((line) => JSON.parse(line) as SquidBlock[]))
      else reject(new Error(`The squid ended with ${code}: ${problems.join('').slice(-2_000)}`))
    })
  })
}
