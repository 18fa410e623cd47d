import { NetworkFileError } from '@touchstone/networks'
import { EnvError, EXIT_CONFIG, parseEnv, type StackEnv } from './env.js'
import { PostgresError } from './postgres/postgres-error.js'
import { findExample } from './start/example.js'
import { requireFreePorts } from './start/outside.js'
import { repositoryRoot } from './start/plan.js'
import { Stack } from './start/stack.js'
import { stopLeftovers } from './supervisor/leftovers.js'
import { LockedError, lockFolder } from './supervisor/lock.js'
import { onStopSignal } from './supervisor/signals.js'

const say = (line: string) => console.log(`touchstone: ${line}`)

/** Problems that a sentence explains better than a stack trace. */
const EXPLAINED = [EnvError, LockedError, PostgresError, NetworkFileError]

async function main(): Promise<number> {
  const env = parseEnv(process.env, repositoryRoot())
  const unlock = lockFolder(env.dataDir)
  let end: (code: number) => void = () => undefined
  const ended = new Promise<number>((resolve) => {
    end = resolve
  })
  const stack = new Stack(env, repositoryRoot(), say, (sentence) => {
    console.error(`touchstone: ${sentence}`)
    end(EXIT_CONFIG)
  })
  const stopped = new AbortController()
  onStopSignal(
    () => end(0),
    () => {
      stack.kill()
      unlock()
      process.exit(130)
    },
  )
  run(env, stack, stopped.signal).catch((error: Error) => {
    // While everything is being stopped, what was starting fails for that reason alone.
    if (stopped.signal.aborted) return
    explain(error)
    end(isExplained(error) ? EXIT_CONFIG : 1)
  })
  const code = await ended
  stopped.abort()
  if (stack.hasStarted) say('stopping …')
  await stack.stop()
  unlock()
  if (stack.hasStarted) say('stopped')
  return code
}

async function run(env: StackEnv, stack: Stack, stopped: AbortSignal): Promise<void> {
  const left = await stopLeftovers(env.dataDir)
  if (left.length > 0) say(`stopped what an earlier start had left running: ${left.join(', ')}`)
  await requireFreePorts(env)
  say(`starting with network ${env.network} and state in ${env.dataDir}`)
  await stack.start()
  const web = `http://localhost:${env.webPort}`
  say(`explorer  ${web}`)
  say(`GraphQL   http://localhost:${env.apiPort}/graphql`)
  say('Ctrl-C stops everything. Waiting for the first audited settlement …')
  const example = await findExample(env.apiPort, stopped)
  if (!example) return
  say(`an agent       ${web}/agents/${example.agent}`)
  say(`a settlement   ${web}/settlements/${example.settlement}`)
}

function isExplained(error: unknown): boolean {
  return EXPLAINED.some((kind) => error instanceof kind)
}

function explain(error: unknown): void {
  console.error(isExplained(error) ? `touchstone: ${(error as Error).message}` : error)
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    explain(error)
    process.exit(isExplained(error) ? EXIT_CONFIG : 1)
  },
)
