import { serveGenerated } from './served.js'
import { parseSettings } from './settings.js'

/**
 * Serves a generated chain: settings are JSON in the first argument or in SIM. Prints one line of JSON once it answers:
 * url, wsUrl, head and the network's file. Ends with SIGTERM or SIGINT.
 */
async function main() {
  const settings = parseSettings(process.argv[2] ?? process.env.SIM ?? '')
  const served = await serveGenerated(settings)
  const { url, wsUrl } = served.rpc
  const { head } = served.chain.snapshot()
  process.stdout.write(`${JSON.stringify({ url, wsUrl, head, network: served.network })}\n`)
  const stop = () => void served.close().then(() => process.exit(0))
  process.once('SIGTERM', stop).once('SIGINT', stop)
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(error instanceof TypeError || error instanceof SyntaxError ? 78 : 1)
})
