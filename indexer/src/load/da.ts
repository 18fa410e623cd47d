import type { Store } from '@subsquid/typeorm-store'
import { DaCommitment, DaSigner } from '@touchstone/store/model'
import { In, IsNull } from 'typeorm'
import { commitmentId } from '../apply/da/blobs'
import type { PreviousDaRows } from '../apply/da/state'
import type { FactEvent } from '../decode/event'

/** The rows about commitments and signers that these events build on. */
export async function loadDa(store: Store, events: FactEvent[]): Promise<PreviousDaRows> {
  const commitments = new Set<string>()
  const signers = new Set<string>()
  for (const event of events) {
    if (event.kind === 'da-commitment') commitments.add(commitmentId(event.at.contract, event))
    if (event.kind === 'da-signer' || event.kind === 'da-socket') signers.add(event.signer)
  }
  return {
    daCommitments: commitments.size > 0 ? await store.findBy(DaCommitment, { id: In([...commitments]) }) : [],
    daSigners: signers.size > 0 ? await store.findBy(DaSigner, { signer: In([...signers]), toBlock: IsNull() }) : [],
  }
}
