import { describe, expect, it } from 'vitest'
import { foldBlocks } from '../../testing/fold'
import { ABI, address, CONTRACTS, encodeLog, type TxDraft } from '../../testing/logs'
import { atContract } from '../state'

const PROVIDER = address(0xa)
const SIGNER = address(0x51)
const OTHER = address(0x52)

interface Service {
  type: string
  url: string
  model: string
  label: string
  price: bigint
  info: string
  signer: string
}
const SERVICE: Service = {
  type: 'chatbot',
  url: 'u',
  model: 'm',
  label: 'TeeML',
  price: 1n,
  info: '{}',
  signer: SIGNER,
}

function update(change: Partial<Service> = {}, from = PROVIDER, to = CONTRACTS.serving): TxDraft {
  const s = { ...SERVICE, ...change }
  const params = [s.type, s.url, s.model, s.label, s.price, s.price, s.info, s.signer]
  return {
    from,
    to,
    input: ABI.serving.encodeFunctionData('addOrUpdateService', [params]),
    logs: [encodeLog('serving', 'ServiceUpdated', [PROVIDER, s.type, s.url, s.price, s.price, 1n, s.model, s.label])],
  }
}
const owner = (acknowledged: boolean, signer = SIGNER): TxDraft => ({
  from: address(1),
  logs: [encodeLog('serving', 'ProviderTEESignerAcknowledged', [PROVIDER, signer, acknowledged])],
})
const removal: TxDraft = { from: PROVIDER, logs: [encodeLog('serving', 'ServiceRemoved', [PROVIDER])] }

const causes = (state: ReturnType<typeof foldBlocks>) =>
  state.acknowledgements.listChanged().map((row) => [row.cause, row.acknowledged, row.fromBlock])

describe('services', () => {
  it('start unacknowledged and keep what only the calldata says', () => {
    const state = foldBlocks([[update()], [owner(true)]])
    expect(causes(state)).toEqual([
      ['reset', false, 1],
      ['owner', true, 2],
    ])
    expect(state.services.findOpen(atContract(CONTRACTS.serving, PROVIDER))).toMatchObject({
      teeSigner: SIGNER,
      additionalInfo: '{}',
      toBlock: null,
    })
    expect(state.providers.find(PROVIDER)?.currentService?.id).toBe(`${PROVIDER}-1-0`)
  })

  it.each([
    ['type', { type: 'image' }],
    ['model', { model: 'other' }],
    ['verifiability', { label: 'TeeTLS' }],
    ['signer', { signer: OTHER }],
    ['additionalInfo', { info: '{"a":1}' }],
  ])('lose the acknowledgement when their %s changes', (_what, change) => {
    expect(causes(foldBlocks([[update()], [owner(true)], [update(change)]])).at(-1)).toEqual(['reset', false, 3])
  })

  it.each([
    ['price', { price: 2n }],
    ['url', { url: 'v' }],
  ])('keep the acknowledgement when their %s changes', (_what, change) => {
    const state = foldBlocks([[update()], [owner(true)], [update(change)]])
    expect(causes(state).at(-1)).toEqual(['owner', true, 2])
    const revisions = state.services.listChanged()
    expect(revisions.map((row) => [row.fromBlock, row.toBlock])).toEqual([
      [1, 3],
      [3, null],
    ])
  })

  it('removed and registered again start unacknowledged', () => {
    const removed = foldBlocks([[update()], [owner(true)], [removal]])
    expect(removed.services.findOpen(atContract(CONTRACTS.serving, PROVIDER))).toBeUndefined()
    expect(removed.providers.find(PROVIDER)?.currentService).toBeNull()
    const back = foldBlocks([[update()], [owner(true)], [removal], [update()]])
    expect(causes(back).at(-1)).toEqual(['reset', false, 4])
  })

  it('changed by an inner call have an unknown signer until the owner names it', () => {
    const inner = foldBlocks([[update()], [owner(true)], [update({ signer: OTHER }, address(9), address(8))]])
    expect(inner.services.findOpen(atContract(CONTRACTS.serving, PROVIDER))).toMatchObject({
      teeSigner: null,
      additionalInfo: null,
      derivedMode: 'unknown',
    })
    expect(causes(inner).at(-1)).toEqual(['reset', false, 3])
    const named = foldBlocks([
      [update()],
      [owner(true)],
      [update({ signer: OTHER }, address(9), address(8))],
      [owner(true, OTHER)],
    ])
    expect(named.services.findOpen(atContract(CONTRACTS.serving, PROVIDER))?.teeSigner).toBe(OTHER)
  })
})
