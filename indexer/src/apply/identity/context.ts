import { listMarketplaces, type Network } from '@touchstone/networks'
import type { IdentityEventBody } from '../../decode/event'

/** What links and registries need to know of the network. */
export interface IdentityContext {
  /** The identity registry that each reputation or validation registry, or AgenticID contract, stands on. */
  registryOf: ReadonlyMap<string, string>
  /** AgenticID contracts: they hold agents in custody. */
  custodians: ReadonlySet<string>
  /** Accounts that pay for many: no chain tells for whom, so that they get no link. */
  routers: ReadonlySet<string>
  /** Operators of everything: being one says nothing. */
  marketplaces: ReadonlySet<string>
}

const VERSION = '2.0.0'

/** Where the network's file does not say, the registry in use of the same version is meant. */
export function toIdentityContext(network: Pick<Network, 'contracts' | 'accounts'>): IdentityContext {
  const registries = network.contracts.filter((contract) => contract.kind === 'identityRegistry')
  const registryOf = new Map<string, string>()
  for (const { kind, address, identity, version = VERSION } of network.contracts) {
    if (kind !== 'reputationRegistry' && kind !== 'validationRegistry' && kind !== 'agenticId') continue
    const sameVersion = registries.filter((other) => kind === 'agenticId' || (other.version ?? VERSION) === version)
    const meant = identity ?? (sameVersion.find((other) => !other.retired) ?? sameVersion[0])?.address
    if (meant) registryOf.set(address, meant)
  }
  const custodians = network.contracts.filter((contract) => contract.kind === 'agenticId')
  const routers = (network.accounts ?? []).filter((account) => account.kind === 'router')
  return {
    registryOf,
    custodians: new Set(custodians.map((contract) => contract.address)),
    routers: new Set(routers.map((account) => account.address)),
    marketplaces: new Set(listMarketplaces(network)),
  }
}

/** CAIP-10 form of the registry with the token's number behind it. */
export function agentKey(context: { chainId: number }, registry: string, agentId: bigint): string {
  return `eip155:${context.chainId}:${registry}:${agentId}`
}

/** An AgenticID token; the same number is the agent's. */
export function inftKey(contract: string, tokenId: bigint): string {
  return `${contract}-${tokenId}`
}

/** The agent that an event of any of these contracts is about; undefined where the contract's registry is not known. */
export function findAgentKey(
  event: IdentityEventBody & { at: { contract: string } },
  context: { chainId: number } & IdentityContext,
): string | undefined {
  const number = 'agentId' in event ? event.agentId : 'tokenId' in event ? event.tokenId : undefined
  if (number === undefined) return undefined
  const { contract } = event.at
  const own = 'agentId' in event && isOwnKind(event.kind)
  const registry = own ? contract : context.registryOf.get(contract)
  return registry === undefined ? undefined : agentKey(context, registry, number)
}

function isOwnKind(kind: string): boolean {
  return kind.startsWith('agent-')
}
