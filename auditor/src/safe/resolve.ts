import { lookup } from 'node:dns/promises'

/** Every address of a host name, in the order in which they are to be tried. Rejects where the name has none. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** Asks the system's resolver, as every other program of this machine would. */
export const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true, order: 'ipv4first' })).map(({ address }) => address)
