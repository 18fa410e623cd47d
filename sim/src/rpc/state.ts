import type { ChainView } from '../chain/view.js'
import { RpcError } from './rpcError.js'

/** The little that the simulated chain knows of contract storage. */
export interface ContractState {
  /** Runtime code at a height, `0x` where there is none. */
  code(view: ChainView, address: string, height: number): string
  /** @throws RpcError where the call is reverted. */
  call(view: ChainView, call: unknown, height: number): string
  storageAt(view: ChainView, address: string, slot: string, height: number): string
}

export interface DeployedContracts {
  /** Addresses that have code, from the first block on. */
  contracts: readonly string[]
  /** First implementation behind each beacon; later ones come from the beacon's Upgraded logs. */
  beacons: Readonly<Record<string, string>>
  /** The beacon of each proxy, as its EIP-1967 slot says. */
  proxies: Readonly<Record<string, string>>
}

/** bytes4(keccak256("implementation()")). */
const IMPLEMENTATION = '0x5c60da1b'
/** keccak256("Upgraded(address)"). */
const UPGRADED = '0xbc7cd75a20ee27fd9adebab32041f755214dbc6bffa90cc0225b39da2e5c2d3b'
/** keccak256("eip1967.proxy.beacon") - 1. */
const BEACON_SLOT = '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50'
const ZERO_WORD = `0x${'0'.repeat(64)}`

/** State of contracts that are there from the beginning: code, implementations of beacons, beacons of proxies. */
export function buildState({ contracts, beacons, proxies }: DeployedContracts): ContractState {
  const withCode = new Set([...contracts, ...Object.keys(beacons), ...Object.values(beacons), ...Object.keys(proxies)])
  return {
    code: (view, address, height) =>
      withCode.has(address) || isImplementation(view, Object.keys(beacons), address, height) ? '0x60006000fd' : '0x',
    call(view, call, height) {
      const { to, data, input } = (call ?? {}) as { to?: string; data?: string; input?: string }
      const beacon = to?.toLowerCase() ?? ''
      const first = beacons[beacon]
      if (first === undefined || (data ?? input)?.toLowerCase() !== IMPLEMENTATION)
        throw new RpcError(3, 'execution reverted')
      return toWord(lastImplementation(view, beacon, height) ?? first)
    },
    storageAt: (_view, address, slot) => {
      const beacon = proxies[address]
      return beacon !== undefined && slot.toLowerCase() === BEACON_SLOT ? toWord(beacon) : ZERO_WORD
    },
  }
}

function toWord(address: string): string {
  return `0x${address.slice(2).padStart(64, '0')}`
}

function lastImplementation(view: ChainView, beacon: string, height: number): string | undefined {
  return listUpgrades(view, beacon, height).at(-1)
}

function isImplementation(view: ChainView, beacons: string[], address: string, height: number): boolean {
  return beacons.some((beacon) => listUpgrades(view, beacon, height).includes(address))
}

function listUpgrades(view: ChainView, beacon: string, height: number): string[] {
  const found: string[] = []
  for (const at of view.loggedHeights(0, height))
    for (const tx of view.transactions(at))
      for (const { address, topics } of tx.logs)
        if (address === beacon && topics[0] === UPGRADED) found.push(`0x${(topics[1] ?? '').slice(-40)}`)
  return found
}
