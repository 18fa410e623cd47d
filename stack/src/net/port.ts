import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Below what systems give to outgoing connections and to servers that wish for none (Linux from 32768, others from 49152): a
 * server that starts seconds later still finds its port free.
 */
const [LOWEST, HIGHEST] = [20_000, 32_000]
const ATTEMPTS = 100

/** A TCP port that nobody uses at this moment. @throws Error where nearly all of them are in use. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST)
    if (await isPortFree(port)) return port
  }
  throw new Error(`No free port among ${ATTEMPTS} tried between ${LOWEST} and ${HIGHEST}. Stop what listens there.`)
}

/** Whether a server could listen on this port now, on every interface as well as on the loopback one. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port))
}

function canListen(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
