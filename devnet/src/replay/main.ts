import { fileURLToPath } from 'node:url'
import { loadNetwork, NetworkFileError } from '@touchstone/networks'
import { MisconfigurationError } from '../env.js'
import { BytecodeError } from './bytecode.js'
import { startReplay } from './replay.js'

const MISCONFIGURED = 78
const DEFAULT_PORT = 8645
const CACHE = fileURLToPath(new URL('../../dist/generations', import.meta.url))

/** `node devnet/dist/replay/main.js [network] [port]` */
async function main(): Promise<void> {
  const [name = '0g-mainnet', port = `${DEFAULT_PORT}`] = process.argv.slice(2)
  if (!/^\d{1,5}$/.test(port)) throw new MisconfigurationError(`The port is "${port}": give a number, or none.`)
  const network = loadNetwork(name)
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  const replay = await startReplay(network, Number(port), CACHE)
  const { settlements, switches } = replay.truth
  process.stdout.write(
    `${network.displayName}, replayed from block ${replay.firstBlock}: ${settlements.length} settlements, ${switches.length} upgrades.\n` +
      `Audit it:  NETWORK=${name} FROM_BLOCK=${replay.firstBlock} RPC_URL=${replay.url} npm start\n`,
  )
  await stopped
  await replay.stop()
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  const known = [MisconfigurationError, NetworkFileError, BytecodeError].some((kind) => error instanceof kind)
  process.exit(known ? MISCONFIGURED : 1)
})
