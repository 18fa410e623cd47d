import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { writeJson } from './state.js'

/** Names of the sockets that the devnet opens beside the one of its health page. */
export type Ports<Name extends string> = Record<Name, number>

/**
 * A free port of 127.0.0.1 for every name: the one remembered in `file` where it is still free, so that URLs written
 * on chain and in network.json stay true over a restart.
 */
export async function choosePorts<Name extends string>(
  file: string,
  names: readonly Name[],
  wanted: Partial<Ports<Name>>,
): Promise<Ports<Name>> {
  const remembered: Partial<Ports<Name>> = { ...readPorts(file), ...wanted }
  const taken = new Set<number>()
  const chosen: Partial<Ports<Name>> = {}
  for (const name of names) {
    const port = await freePort(remembered[name], taken)
    if (wanted[name] !== undefined && port !== wanted[name])
      throw new Error(`Port ${wanted[name]} for ${name} is busy. Free it or choose another.`)
    taken.add(port)
    chosen[name] = port
  }
  writeJson(file, chosen)
  return chosen as Ports<Name>
}

function readPorts(file: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
  } catch {
    return {} // Not written yet, or cut off by a crash: choose anew.
  }
}

async function freePort(preferred: number | undefined, taken: ReadonlySet<number>): Promise<number> {
  if (preferred !== undefined && !taken.has(preferred) && (await listen(preferred)) !== undefined) return preferred
  for (;;) {
    const port = await listen(0)
    if (port !== undefined && !taken.has(port)) return port
  }
}

/** Binds and releases; the port, or undefined where it is busy. */
function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
