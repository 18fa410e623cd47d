import { CONTRACTS, IMPLEMENTATIONS } from '../contracts.js'
import type { Rng } from '../rng.js'
import { SERVING } from './abi.js'
import type { Action, ActionContext } from './actions.js'
import type { Execution } from './execution.js'
import { OPERATORS, PROVIDERS, SMART_PROVIDERS, signerName, TEXTS } from './people.js'
import { encodeRawCall } from './rawText.js'
import { type ServingContract, STAKE } from './serving.js'
import { addressOf } from './signing.js'
import type { Service } from './terms.js'

const MAX_UINT = 2n ** 256n - 1n

/** additionalInfo with what it amounts to. */
const INFOS: readonly { text: string; mode: string; pricing: string }[] = [
  { text: '{"TargetSeparated":false}', mode: 'in-enclave', pricing: 'plain' },
  { text: '{"TargetSeparated":true,"TEEVerifier":"dstack"}', mode: 'relayed', pricing: 'plain' },
  { text: '{"ProviderType":"centralized","tieredPricing":[]}', mode: 'relayed', pricing: 'tiers' },
  { text: '{}', mode: 'unknown', pricing: 'plain' },
  { text: 'not json \xff\x00', mode: 'unknown', pricing: 'unreadable' },
  { text: `{"a":"${'z'.repeat(4090)}"}`, mode: 'unknown', pricing: 'unreadable' },
]

/** Services, what the contracts' owner says of their keys, and upgrades. */
export const SERVICE_ACTIONS: readonly Action[] = [
  { name: 'service', weight: 3, run: updateService },
  { name: 'service by contract', weight: 1, run: updateServiceByContract },
  { name: 'remove service', weight: 1, run: removeService },
  { name: 'acknowledge', weight: 12, run: acknowledge },
  { name: 'upgrade', weight: 2, run: upgrade },
]

function drawService(rng: Rng): Service {
  const info = rng.pick(INFOS)
  const text = () => (rng.chance(0.7) ? 'qwen/qwen3-8b' : rng.pick(TEXTS))
  const keyName = signerName(rng)
  return {
    serviceType: text(),
    url: text(),
    model: text(),
    verifiability: text(),
    inputPrice: rng.chance(0.1) ? MAX_UINT : BigInt(rng.int(0, 3)),
    outputPrice: BigInt(rng.int(0, 3)),
    additionalInfo: info.text,
    signer: addressOf(keyName),
    keyName,
    terms: info,
  }
}

function encodeService(service: Service): string {
  const { serviceType, url, model, verifiability, inputPrice, outputPrice, additionalInfo, signer } = service
  const params = [serviceType, url, model, verifiability, inputPrice, outputPrice, additionalInfo, signer]
  return encodeRawCall(SERVING, 'addOrUpdateService', [params])
}

/** Only a registration pays a stake. */
function stakeFor(contract: ServingContract, provider: string): bigint {
  return contract.service(provider) ? 0n : STAKE
}

function updateService({ world, rng, begin }: ActionContext): Execution {
  const contract = rng.chance(0.25) ? world.retired : world.serving
  const provider = rng.pick(PROVIDERS)
  const service = drawService(rng)
  const run = begin(provider, contract.address, encodeService(service), stakeFor(contract, provider))
  contract.addOrUpdateService(run, provider, service)
  return run
}

function updateServiceByContract({ world, rng, begin }: ActionContext): Execution {
  const at = rng.int(0, 1)
  const [provider = '', operator = ''] = [SMART_PROVIDERS[at], OPERATORS[at]]
  const service = drawService(rng)
  const run = begin(operator, provider, '0xb61d27f6')
  const update = (caller: string) => world.serving.addOrUpdateService(run, caller, service)
  run.call(world.serving.address, encodeService(service), update, stakeFor(world.serving, provider))
  return run
}

function removeService({ world, rng, begin }: ActionContext): Execution | undefined {
  const provider = rng.pick(PROVIDERS)
  if (!world.serving.service(provider)) return undefined
  const run = begin(provider, world.serving.address, SERVING.encodeFunctionData('removeService', []))
  world.serving.removeService(run, provider)
  return run
}

function acknowledge({ world, rng, begin }: ActionContext): Execution | undefined {
  const contract = rng.chance(0.25) ? world.retired : world.serving
  const providers = contract.providers()
  if (providers.length === 0) return undefined
  const provider = rng.pick(providers)
  const isMeant = rng.chance(0.9)
  const name = isMeant ? 'acknowledgeTEESignerByOwner' : 'revokeTEESignerAcknowledgement'
  const run = begin(CONTRACTS.owner, contract.address, SERVING.encodeFunctionData(name, [provider]))
  contract.acknowledge(run, provider, isMeant)
  return run
}

const UPGRADES = [
  [CONTRACTS.ledgerBeacon, IMPLEMENTATIONS.ledgerSpending, { name: 'spending', value: 'logged' }],
  [CONTRACTS.servingBeacon, IMPLEMENTATIONS.servingE, { name: 'scheme', value: 'eip712' }],
  [CONTRACTS.servingBeacon, IMPLEMENTATIONS.servingUnknown, { name: 'scheme', value: 'eip712' }],
] as const

function upgrade({ world, rng, begin }: ActionContext): Execution {
  const [beacon, implementation, rule] = rng.pick(UPGRADES)
  const run = begin(CONTRACTS.owner, beacon, `0x3659cfe6${implementation.slice(2).padStart(64, '0')}`)
  world.upgrade(run, beacon, implementation, rule)
  return run
}
