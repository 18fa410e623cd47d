import { type CommitmentFinding, verifyCommitment } from '@touchstone/verify'
import { NotReadyError, type OwnCheck, type Staged } from './attack.js'
import { findLive, type Stage, toSubject } from './subject.js'

const HONEST = 'aspen'
const CALL = 'verifyCommitment({ scheme: "reference", expected: "0g://<root>", bytes })'
const NOTHING = 'The SDK handed no bytes over.'

/** A storage node serves other bytes for the root of a trail that is right. */
export async function lieAboutBytes(stage: Stage): Promise<Staged> {
  const live = findLive(stage, HONEST, (_, { root }) => stage.world.lies.has(root))
  const { root, settlement } = live.published
  const { sdk, bytes } = await stage.sdk.download(stage.nodes.b, root)
  const about = 'The bill whose trail this is, as the auditor judged it from what all nodes served.'
  return {
    subject: toSubject(live),
    exchange: null,
    sdk: [sdk],
    ours: {
      call: CALL,
      checks: [checkRoot(root, bytes)],
      settlements: [{ id: settlement, about, questions: ['opening', 'content'] }],
    },
  }
}

/** Somebody else anchors a trail for a bill that is not theirs, and bills in the victim's name. */
export async function spam(stage: Stage): Promise<Staged> {
  const { named, refused } = stage.cast.deeds
  if (named === undefined)
    throw new NotReadyError('The stranger has not anchored anything yet. It takes half a minute.')
  const live = findLive(stage, HONEST)
  const { actor, row } = live
  const { sdk, bytes } = await stage.sdk.download(stage.nodes.a, named.root)
  const { wallet, provider } = actor
  const response = await stage.sdk.processResponse(wallet, provider.wallet.address, {
    chatId: row.resKey,
    usage: row.usage,
  })
  const spammed = 'The bill that the stranger’s file names, as the auditor judged it.'
  const billed = 'An item that the stranger sent in the agent’s name.'
  return {
    subject: toSubject(live),
    exchange: null,
    sdk: [sdk, response],
    ours: {
      call: CALL,
      checks: [checkRoot(named.root, bytes)],
      settlements: [
        { id: named.settlement, about: spammed, questions: ['opening', 'content'] },
        ...refused.slice(0, 1).map((id) => ({ id, about: billed, questions: ['payment' as const] })),
      ],
    },
  }
}

/** Whether the bytes are the ones that the root on chain stands for. Wrong ones accuse the node, nobody else. */
function checkRoot(root: string, bytes: Uint8Array | undefined): OwnCheck {
  const finding = verifyCommitment({ scheme: 'reference', expected: `0g://${root}`, bytes: bytes ?? null })
  return {
    ...{ id: 'storage-root', question: 'content', title: 'The bytes from this node recompute to the anchored root' },
    ...{ status: finding.status, reason: bytes === undefined ? NOTHING : reasonOf(finding) },
    ...valuesOf(finding),
  }
}

function reasonOf(finding: CommitmentFinding): string | null {
  return finding.status === 'pass' ? null : finding.reason
}

function valuesOf(finding: CommitmentFinding): Pick<OwnCheck, 'expected' | 'found'> {
  return finding.status === 'absent'
    ? { expected: null, found: null }
    : { expected: finding.expected, found: finding.found }
}
