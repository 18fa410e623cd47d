import { CONTRACT_KINDS, findContract, type Network } from '@touchstone/networks'
import { type CheckedContract, checkContract } from './contract.js'
import { checkEndpoint, type Endpoint } from './endpoint.js'
import { type Finding, note, unasked } from './finding.js'
import { JsonRpc } from './jsonRpc.js'

/** Contracts that are asked about at the same time: public RPCs refuse a burst. */
const PARALLEL = 4

/** What a check found, over all RPCs. */
export interface NetworkCheck {
  network: string
  /** `differs` outweighs `unasked`: what is wrong stays wrong whoever else was silent. */
  outcome: 'fine' | 'differs' | 'unasked'
  endpoints: Omit<Endpoint, 'findings'>[]
  contracts: Omit<CheckedContract, 'findings'>[]
  findings: Finding[]
}

/** Checks each RPC, and the contracts by the first RPC of this chain. @param now milliseconds */
export async function checkNetwork(network: Network, urls: readonly string[], now: number): Promise<NetworkCheck> {
  const rpcs = urls.map((url) => new JsonRpc(url))
  const endpoints = await Promise.all(rpcs.map((rpc) => checkEndpoint(rpc, network, now)))
  const findings = endpoints.flatMap((endpoint) => endpoint.findings)
  // The contracts are asked of one RPC, the first of this chain; whether the others agree is the gateway's to watch.
  const chosen = endpoints.findIndex(({ chainId, head }) => chainId === network.chainId && head !== undefined)
  const contracts = await checkContracts(network, rpcs[chosen], endpoints[chosen]?.archive === true)
  findings.push(...contracts.flatMap((contract) => contract.findings), ...listAbsentKinds(network))
  return {
    network: network.name,
    outcome: toOutcome(findings),
    endpoints: endpoints.map(({ findings: _, ...endpoint }) => endpoint),
    contracts: contracts.filter(({ asked }) => asked).map(({ findings: _, asked: __, ...contract }) => contract),
    findings,
  }
}

async function checkContracts(network: Network, rpc: JsonRpc | undefined, archive: boolean) {
  const checked: (CheckedContract & { asked: boolean })[] = []
  if (rpc === undefined) return checked
  for (let at = 0; at < network.contracts.length; at += PARALLEL)
    checked.push(
      ...(await Promise.all(
        network.contracts.slice(at, at + PARALLEL).map(async (contract) => {
          const { label, address } = contract
          try {
            return { ...(await checkContract(rpc, contract, archive)), asked: true }
          } catch (error) {
            const sentence = `${rpc.name} does not say what stands at ${address}: ${(error as Error).message}.`
            return { label, address, hasCode: false, asked: false, findings: [unasked(`contracts.${label}`, sentence)] }
          }
        }),
      )),
    )
  return checked
}

/** What this program could index and the file does not name. */
function listAbsentKinds(network: Network): Finding[] {
  return CONTRACT_KINDS.filter((kind) => findContract(network, kind) === undefined).map((kind) =>
    note('contracts', `No ${kind} is named: none is published for this network that we know of. Add it where one is.`),
  )
}

function toOutcome(findings: readonly Finding[]): NetworkCheck['outcome'] {
  if (findings.some(({ level }) => level === 'differs')) return 'differs'
  return findings.some(({ level }) => level === 'unasked') ? 'unasked' : 'fine'
}
