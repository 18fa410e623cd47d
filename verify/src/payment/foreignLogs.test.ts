import { describe, expect, it } from 'vitest'
import { inBlock, type Left, log, logsOf, receiptOf } from '../../testing/block.js'
import { CONTRACT, honestRecords, PROVIDER, STRANGER, settlementOf } from '../../testing/scenario.js'
import type { Log } from '../chain/receipt.js'
import { toHex } from '../hex.js'
import { checkInclusion } from './inclusion.js'
import { topicOf } from './settlementLogs.js'

const honest = settlementOf(honestRecords(1))
const [spent, level, result] = logsOf(honest) as [Log, Log, Log]
const { fundSpent, balanceAfter } = honest

/** The check of the logs where the transaction left those behind and everything else holds. */
function logAgrees(left: Left) {
  const subject = inBlock(honest, left)
  const { checks } = checkInclusion(subject, { receipt: receiptOf(subject, left) })
  expect(checks.find(({ id }) => id === 'receipt-proof')?.status).toBe('pass')
  return checks.find(({ id }) => id === 'log-agrees')
}

/** The log under another first topic. */
function renamed({ topics, ...rest }: Log, signature: string): Log {
  const own = log(CONTRACT, signature, [], []).topics
  return { ...rest, topics: [...own, ...topics.slice(1)] }
}

describe('the logs of a proven receipt', () => {
  it('agree where the contract wrote them', () => {
    expect(logAgrees({ logs: [spent, level, result] })?.status).toBe('pass')
  })

  it.each<[string, Left]>([
    ['a transaction that failed', { succeeded: false }],
    ['a result of another name', { logs: [spent, level, renamed(result, 'SettlementResult(address,uint8,uint256)')] }],
    [
      'a result with a topic more',
      { logs: [spent, level, { ...result, topics: [...result.topics, ...level.topics.slice(2)] }] },
    ],
    ['a level of another name', { logs: [spent, renamed(level, 'Balance(address,address,uint256,uint256)'), result] }],
    ['a sum of another name', { logs: [renamed(spent, 'Transfer(address,address,uint256)'), level, result] }],
    [
      'the level of a neighbour',
      {
        logs: [
          spent,
          log(
            CONTRACT,
            'BalanceUpdated(address,address,uint256,uint256)',
            [STRANGER, PROVIDER],
            [balanceAfter ?? 0n, 0n],
          ),
          result,
        ],
      },
    ],
    [
      'the sum of a neighbour',
      {
        logs: [
          log(STRANGER, 'FundSpent(address,address,uint256)', [STRANGER, CONTRACT], [fundSpent ?? 0n]),
          level,
          result,
        ],
      },
    ],
    ['logs in another order', { logs: [level, spent, result] }],
    ['a result alone', { logs: [result] }],
  ])('do not, for %s, and nobody is accused', (_, left) => {
    expect(logAgrees(left)).toMatchObject({
      status: 'unavailable',
      reason: expect.stringMatching(/^index-inconsistent: /),
      expected: expect.stringContaining('spent'),
    })
  })

  it('are told apart by names that nobody can choose', () => {
    expect(new Set([spent, level, result].map(({ topics }) => toHex(topics[0] ?? new Uint8Array()))).size).toBe(3)
    expect(toHex(result.topics[0] ?? new Uint8Array())).toBe(topicOf('TEESettlementResult(address,uint8,uint256)'))
  })
})
