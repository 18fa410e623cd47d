import { describe, expect, it } from 'vitest'
import { applyEvents } from '../../apply/apply'
import { NO_ROWS } from '../../testing/fold'
import { ABI, address, buildBlock, CONTEXT, CONTRACTS, encodeLog, type LogDraft, WATCHED } from '../../testing/logs'
import { decodeBlock } from '../block'

const [PAYER, PROVIDER] = [address(2), address(3)]
const decode = (...logs: LogDraft[]) => decodeBlock(buildBlock(7, [{ from: PROVIDER, logs }]), WATCHED)
const bodies = (...logs: LogDraft[]) => decode(...logs).events.map(({ at: _at, ...body }) => body)
const log = (event: string, args: unknown[]) => encodeLog('fineTuning', event, args)

describe('a log of the fine-tuning contract', () => {
  it('is read as its own', () => {
    const named = { payer: PAYER, provider: PROVIDER, deliverable: 'job' }
    expect(
      bodies(
        log('FeesSettled', [PAYER, PROVIDER, 'job', 5n, true, 6n]),
        log('DeliverableAdded', [PAYER, PROVIDER, 'job', '0xabcd', 1n]),
        log('DeliverableAcknowledged', [PAYER, PROVIDER, 'job', 1n]),
        log('DeliverableEvicted', [PROVIDER, PAYER, 'job', 'next', 1n]),
        log('DeliverableAbandoned', [PAYER, PROVIDER, 'job', 1n]),
        log('ServiceUpdated', [PROVIDER, 'https://p', [1n, 2n, 3n, 4n, 'H100'], 9n, address(4), true]),
        log('ServiceRemoved', [PROVIDER]),
      ),
    ).toMatchObject([
      { kind: 'fine-tuning-settled', ...named, fee: 5n, acknowledged: true, nonce: 6n },
      { kind: 'deliverable-added', ...named, modelRootHash: '0xabcd' },
      { kind: 'deliverable-changed', ...named, status: 'acknowledged' },
      { kind: 'deliverable-changed', ...named, status: 'evicted' },
      { kind: 'deliverable-changed', ...named, status: 'abandoned' },
      {
        kind: 'fine-tuning-service',
        provider: PROVIDER,
        url: 'https://p',
        quota: '1,2,3,4,H100',
        pricePerToken: 9n,
        teeSigner: address(4),
        occupied: true,
      },
      { kind: 'fine-tuning-service-removed', provider: PROVIDER },
    ])
  })

  it('moves no account, service or signer of an inference contract, whatever topics they share', () => {
    const shared = [
      encodeLog('serving', 'BalanceUpdated', [PAYER, PROVIDER, 5n, 0n]),
      encodeLog('serving', 'AccountDeleted', [PAYER, PROVIDER, 5n]),
      encodeLog('serving', 'RefundRequested', [PAYER, PROVIDER, 0n, 5n]),
      encodeLog('serving', 'ServiceRemoved', [PROVIDER]),
      encodeLog('serving', 'ProviderTEESignerAcknowledged', [PROVIDER, address(4), true]),
      encodeLog('serving', 'TEESettlementResult', [PAYER, 0, 0n]),
      encodeLog('serving', 'ServiceUpdated', [PROVIDER, 't', 'u', 1n, 1n, 1n, 'm', 'v']),
    ]
    const fold = (logs: LogDraft[]) => {
      const state = applyEvents(NO_ROWS, decode(...logs).events, CONTEXT)
      const { accounts, accountChanges, providers, services, acknowledgements, settlements } = state
      return [accounts, accountChanges, providers, services, acknowledgements, settlements].map(
        (rows) => rows.listChanged().length,
      )
    }
    expect(fold(shared.map((shape) => ({ ...shape, address: CONTRACTS.fineTuning })))).toEqual([0, 0, 0, 0, 0, 0])
    // The same logs of the inference contract move all of them.
    expect(fold(shared).every((count) => count > 0)).toBe(true)
  })

  it('keeps long ids apart, and bounds all text and bytes', () => {
    const long = 'x'.repeat(10_000)
    const found = bodies(
      log('DeliverableAcknowledged', [PAYER, PROVIDER, `${long}1`, 1n]),
      log('DeliverableAcknowledged', [PAYER, PROVIDER, `${long}2`, 1n]),
      log('DeliverableAdded', [PAYER, PROVIDER, 'a\u0000', `0x${'ab'.repeat(5_000)}`, 1n]),
      log('ServiceUpdated', [PROVIDER, long, [1n, 2n, 3n, 4n, `a,\u0000${long}`], 9n, address(4), true]),
    )
    expect(found.filter((body) => body.kind === 'raw-log' && body.reason === 'altered')).toHaveLength(4)
    const [one, other, root, service] = found.filter(({ kind }) => kind !== 'raw-log')
    if (one?.kind !== 'deliverable-changed' || other?.kind !== 'deliverable-changed') throw new Error('not decoded')
    expect([one.deliverable.length, other.deliverable]).toEqual([512, one.deliverable])
    expect(one.idHash).not.toBe(other.idHash)
    expect(root).toMatchObject({ deliverable: 'a\ufffd', modelRootHash: `0x${'ab'.repeat(1024)}` })
    if (service?.kind !== 'fine-tuning-service') throw new Error('not decoded')
    expect([service.url.length, service.quota.length]).toEqual([2048, '1,2,3,4,'.length + 512])
  })

  it('is kept raw where its strings point outside of it', () => {
    const { topics, data } = ABI.fineTuning.encodeEventLog('DeliverableAcknowledged', [PAYER, PROVIDER, 'job', 1n])
    const { events, undecodable } = decode(
      { address: CONTRACTS.fineTuning, topics, data: data.replace('40', 'ff') },
      { address: CONTRACTS.fineTuning, topics: topics.slice(0, 2), data },
    )
    expect(undecodable).toHaveLength(2)
    expect(events.map((event) => event.kind)).toEqual(['raw-log', 'raw-log'])
  })
})
