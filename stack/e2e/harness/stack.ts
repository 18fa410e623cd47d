import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../src/net/port.js'
import { until } from './until.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const START_DEADLINE_MS = 420_000

/** A stack started by `npm start`, in a state folder and on ports of its own. */
export type RunningStack = {
  dataDir: string
  webPort: number
  apiPort: number
  /** All that it has said on the terminal. */
  output(): string
  /** Sends a signal and waits for the end. @returns the exit code and how long it took, in milliseconds. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; tookMs: number }>
}

export type StackChoice = { dataDir: string; webPort?: number; apiPort?: number }

/** Starts a stack and waits until every process of it does its work. */
export async function startStack(choice: StackChoice): Promise<RunningStack> {
  const webPort = choice.webPort ?? (await findFreePort())
  const apiPort = choice.apiPort ?? (await findFreePort())
  const started = spawnStart({ DATA_DIR: choice.dataDir, WEB_PORT: String(webPort), API_PORT: String(apiPort) })
  const stack = { dataDir: choice.dataDir, webPort, apiPort, output: started.output, end: started.end }
  const ready = until(
    'the stack says its addresses',
    async () => started.child.exitCode ?? (started.output().includes(`http://localhost:${webPort}`) || undefined),
    START_DEADLINE_MS,
  )
  if ((await ready) !== true) throw new Error(`npm start ended:\n${started.output()}`)
  return stack
}

/** Runs `npm start` to its end, for the cases in which it should refuse. */
export async function refuseStart(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawnStart(env)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: output() }
}

type Started = { child: ChildProcess } & Pick<RunningStack, 'output' | 'end'>

function spawnStart(env: Record<string, string>): Started {
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const hear = (chunk: Buffer) => {
    said += chunk.toString()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const end = async (signal: NodeJS.Signals) => {
    const before = Date.now()
    const closed = once(child, 'close')
    child.kill(signal)
    const [code] = (await closed) as [number | null]
    return { code, tookMs: Date.now() - before }
  }
  return { child, output: () => said, end }
}

/** What the test runner sets for itself would change how the processes behave. */
function inherited(): NodeJS.ProcessEnv {
  const { NODE_ENV, VITEST, TEST, DATABASE_URL, NETWORK, RPC_URL, WS_URL, ...rest } = process.env
  return rest as NodeJS.ProcessEnv
}
