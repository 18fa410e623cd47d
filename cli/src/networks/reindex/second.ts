import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { CannotCheckError } from '../../usage.js'

const INDEXER = fileURLToPath(new URL('../../../../indexer/dist/main.js', import.meta.url))
const PROGRESS_EVERY_MS = 2000

export interface SecondIndex {
  network: string
  /** Where the network's file names one, it may be left out. */
  rpc: string | undefined
  gateway: string | undefined
  databaseUrl: string
  /** Last block to be indexed. */
  to: number
}

/**
 * Runs the built indexer into an empty database until the height is final there, telling how far it is.
 * @throws CannotCheckError with its last words where it ends otherwise.
 */
export async function buildSecond(
  { network, rpc, gateway, databaseUrl, to }: SecondIndex,
  tell: (text: string) => void,
) {
  const endpoint = rpc === undefined ? {} : { [/^ws/.test(rpc) ? 'WS_URL' : 'RPC_URL']: rpc }
  const { PATH, HOME, FROM_BLOCK } = process.env
  const env = {
    ...{ PATH, HOME, FROM_BLOCK, ...endpoint, GATEWAY_URL: gateway },
    ...{ NETWORK: network, DATABASE_URL: databaseUrl, TO_BLOCK: `${to}`, LOG_LEVEL: 'warn' },
  }
  const child = spawn(process.execPath, [INDEXER], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => child.kill('SIGTERM')
  process.once('exit', stop).once('SIGINT', stop)
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => keepLast(lines, String(part)))
  const progress = setInterval(() => void tellProgress(databaseUrl, to, tell), PROGRESS_EVERY_MS)
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
  clearInterval(progress)
  process.off('exit', stop).off('SIGINT', stop)
  if (code !== 0)
    throw new CannotCheckError(
      `the second index was not built (exit code ${code}): ${lines.at(-1) ?? 'no reason given'}`,
    )
}

function keepLast(lines: string[], part: string) {
  lines.push(...part.split('\n').filter((line) => line !== ''))
  lines.splice(0, Math.max(lines.length - 20, 0))
}

async function tellProgress(databaseUrl: string, to: number, tell: (text: string) => void) {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query('select height from squid_processor.status where id = 0')
    if (rows[0]) tell(`touchstone: second index at block ${Math.max(rows[0].height, 0)} of ${to}\n`)
  } catch {
    // Before its first block the second index has no table to ask.
  } finally {
    await client.end().catch(() => undefined)
  }
}
