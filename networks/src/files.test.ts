import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findContract, listContracts, loadNetwork, NETWORK_NAMES, parseNetwork, requireContract } from './network.js'

const folder = fileURLToPath(new URL('..', import.meta.url))
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !['models.json', 'package.json', 'tsconfig.json'].includes(file))
  .map((file) => file.slice(0, -'.json'.length))

const SERVING_BEACON_PROXIES = ['inferenceServing', 'ledgerManager', 'fineTuningServing']
/** Proxies of 2025 whose beacon is in no public record. */
const WITHOUT_PUBLISHED_BEACON = ['inference-2025-10', 'inference-2025-09', 'ledger-2025-10', 'ledger-2025-09']

describe('the networks that are shipped', () => {
  it('are those that it says it ships', () => {
    expect(names.sort()).toEqual([...NETWORK_NAMES].sort())
  })

  it.each(names)('%s is a network file that bears its own name', (name) => {
    expect(loadNetwork(name).name).toBe(name)
  })

  it.each(names)('%s names each address once, in whichever role', (name) => {
    const roles = loadNetwork(name).contracts.flatMap(({ address, beacon, implementations = [] }) => [
      address,
      ...(beacon === undefined ? [] : [beacon]),
      ...implementations.map((implementation) => implementation.address).filter((other) => other !== address),
    ])
    expect(roles.filter((role, index) => roles.indexOf(role) !== index)).toEqual([])
  })

  it.each(names)('%s tells the generation of each implementation of InferenceServing', (name) => {
    for (const contract of listContracts(loadNetwork(name), 'inferenceServing')) {
      expect(contract.implementations?.length, contract.label).toBeGreaterThan(0)
      for (const { address, generation } of contract.implementations ?? [])
        expect(generation, `${contract.label} ${address}`).toMatch(/^[BCDE]$/)
    }
  })

  it.each(names)('%s tells what ran behind each InferenceServing at its first block, once', (name) => {
    for (const contract of listContracts(loadNetwork(name), 'inferenceServing')) {
      const first = contract.implementations?.filter(({ fromBlock }) => fromBlock !== undefined) ?? []
      expect(first.map(({ fromBlock }) => fromBlock)).toEqual([contract.startBlock])
    }
  })

  it.each(['0g-mainnet', '0g-galileo'])('%s names the beacon of each serving proxy that is in use', (name) => {
    for (const contract of loadNetwork(name).contracts)
      if (SERVING_BEACON_PROXIES.includes(contract.kind) && contract.retired !== true)
        expect(contract.beacon, contract.label).toBeDefined()
  })

  it.each(['0g-mainnet', '0g-galileo'])('%s orders generations as they came', (name) => {
    for (const contract of listContracts(loadNetwork(name), 'inferenceServing')) {
      const order = (contract.implementations ?? []).map(({ generation }) => generation ?? '')
      expect(order).toEqual([...order].sort())
    }
  })

  it.each(['0g-mainnet', '0g-galileo'])(
    '%s waits longer than the broker does, and less than the squid allows',
    (name) => {
      const { finality } = loadNetwork(name)
      expect(finality).toBeGreaterThanOrEqual(12)
      expect(finality).toBeLessThan(200)
    },
  )

  it.each(['0g-mainnet', '0g-galileo'])('%s gives the version of each registry', (name) => {
    for (const { kind, version, label } of loadNetwork(name).contracts)
      if (/^(identity|reputation|validation)Registry$/.test(kind)) expect(version, label).toMatch(/^[12]\.0\.0$/)
  })

  it('know the chains by their ids', () => {
    expect(loadNetwork('0g-mainnet').chainId).toBe(16661)
    expect(loadNetwork('0g-galileo').chainId).toBe(16602)
  })

  it('know no generation C on mainnet, and no DA entrance', () => {
    const mainnet = loadNetwork('0g-mainnet')
    const generations = listContracts(mainnet, 'inferenceServing').flatMap(({ implementations = [] }) =>
      implementations.map(({ generation }) => generation),
    )
    expect(new Set(generations)).toEqual(new Set(['D', 'E']))
    expect(findContract(mainnet, 'daEntrance')).toBeUndefined()
  })

  it('leave a beacon out only where nobody published it', () => {
    const without = loadNetwork('0g-galileo').contracts.filter(
      ({ kind, beacon }) => beacon === undefined && ['inferenceServing', 'ledgerManager'].includes(kind),
    )
    expect(without.map(({ label }) => label)).toEqual(WITHOUT_PUBLISHED_BEACON)
  })

  it('find the contract in use before the retired ones', () => {
    const mainnet = loadNetwork('0g-mainnet')
    expect(requireContract(mainnet, 'inferenceServing').label).toBe('inference')
    expect(requireContract({ ...mainnet, contracts: [...mainnet.contracts].reverse() }, 'ledgerManager').label).toBe(
      'ledger',
    )
    expect(() => requireContract(mainnet, 'daEntrance')).toThrow(
      'Network 0g-mainnet names no daEntrance contract. Add one under contracts.',
    )
  })
})

describe('a network file', () => {
  const text = readFileSync(`${folder}0g-mainnet.json`, 'utf8')
  const changed = (edit: (network: { contracts: Record<string, unknown>[]; finality: number }) => void) => {
    const network = JSON.parse(text)
    edit(network)
    return () => parseNetwork(JSON.stringify(network), 'changed.json')
  }

  it('is refused where an address stands twice, and the line says which', () => {
    expect(changed(({ contracts }) => contracts.push({ ...contracts[0], label: 'again' }))).toThrow(
      /contracts\.\d+\.address: address 0x47340d900bdfec2bd393c626e12ea0656f938d84 is named twice/,
    )
  })

  it('is refused where a label stands twice', () => {
    expect(
      changed(({ contracts }) =>
        contracts.push({ ...contracts[0], address: '0x00000000000000000000000000000000000000aa' }),
      ),
    ).toThrow(/label inference is named twice/)
  })

  it('is refused with a finality that the squid cannot hold', () => {
    expect(
      changed((network) => {
        network.finality = 200
      }),
    ).toThrow(/finality/)
  })
})
