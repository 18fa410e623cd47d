import fc from 'fast-check'
import { ABI, address, CONTRACTS, encodeLog, type TxDraft } from './logs'

const root = fc.nat(3).map((n) => `0x${n.toString(16).padStart(64, '0')}`)
const account = fc.constantFrom(address(0xb1), address(0xb2))
const small = fc.bigInt({ min: 0n, max: 3n })

/** Indexes with gaps and repeats, on both networks. */
const anchor = fc
  .tuple(fc.constantFrom('flow' as const, 'standardFlow' as const), account, small, root)
  .map(([flow, from, index, of]): TxDraft => {
    const submission = [200n, '0x', [[of, 0n]]]
    return { from, logs: [encodeLog(flow, 'Submit', [from, of, index, 0n, 1n, submission])] }
  })

const upload = fc.tuple(account, root, small).map(([from, of, epoch]): TxDraft => {
  return { from, logs: [encodeLog('entrance', 'DataUpload', [from, of, epoch, 0n, 5n])] }
})

/** An item of a submitVerifiedCommitRoots call, as ethers encodes it. */
export function buildSubmission(dataRoot: string, epoch: bigint, quorum: bigint, seed = 1n) {
  const bitmap = `0x${seed.toString(16).padStart(768, '0')}`
  return [
    dataRoot,
    epoch,
    quorum,
    [seed, 2n],
    bitmap,
    [
      [3n, 4n],
      [5n, 6n],
    ],
    [7n, seed],
  ]
}

const commitments = fc
  .tuple(account, fc.array(fc.tuple(root, small, fc.boolean()), { minLength: 1, maxLength: 3 }))
  .map(([from, items]): TxDraft => {
    const logs = items
      .filter(([, , isSkipped]) => !isSkipped)
      .map(([of, epoch]) => encodeLog('entrance', 'ErasureCommitmentVerified', [of, epoch, 0n]))
    const submissions = items.map(([of, epoch], n) => buildSubmission(of, epoch, 0n, BigInt(n)))
    const input = ABI.entrance.encodeFunctionData('submitVerifiedCommitRoots', [submissions])
    return { from, to: CONTRACTS.entrance, input, logs }
  })

const reward = fc.tuple(account, root, small).map(([from, of, round]): TxDraft => {
  return { from, logs: [encodeLog('entrance', 'DAReward', [from, round, 1n, 0n, of, 9n, 1n, 2n, 3n])] }
})

const signer = fc.tuple(account, small, fc.boolean()).map(([from, key, isNew]): TxDraft => {
  const keys = [
    from,
    [key, 1n],
    [
      [key, 2n],
      [3n, 4n],
    ],
  ]
  const socket = encodeLog('signers', 'SocketUpdated', [from, `host:${key}`])
  return { from, logs: isNew ? [encodeLog('signers', 'NewSigner', keys), socket] : [socket] }
})

const fineTuning = fc.tuple(account, account, fc.nat(6), small).map(([user, provider, kind, n]): TxDraft => {
  const id = `job-${n}`
  const log = (name: string, args: unknown[]) => encodeLog('fineTuning', name, args)
  const quota = [1n, 2n, 3n, 4n, 'H100']
  const logs = [
    log('FeesSettled', [user, provider, id, n, true, n]),
    log('DeliverableAdded', [user, provider, id, `0x${'ab'.repeat(32)}`, n]),
    log('DeliverableAcknowledged', [user, provider, id, n]),
    log('DeliverableEvicted', [provider, user, id, 'other', n]),
    log('DeliverableAbandoned', [user, provider, id, n]),
    log('ServiceUpdated', [provider, 'u', quota, n, user, false]),
    log('ServiceRemoved', [provider]),
  ]
  return { from: provider, logs: [logs[kind] ?? log('ServiceRemoved', [provider])] }
})

/** Transactions of storage, data availability and fine-tuning over few roots, accounts and ids. */
export const storageTransaction = fc.oneof(anchor, upload, commitments, reward, signer, fineTuning)
