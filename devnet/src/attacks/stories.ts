import type { QuestionId } from '@touchstone/verify'
import type { OwnAnswer, Staged } from './attack.js'
import { checkProof, PROOF_CALL } from './own.js'
import { fetchProof, findLive, type Live, type Stage, toSubject } from './subject.js'

const THE_BILL = 'The bill with this very inference, as the auditor judged it from the published evidence.'

/**
 * An attack that a provider of this devnet commits all the time: the SDK is asked about an inference of it, the auditor
 * judges the bill with the same inference.
 */
export function byProvider(
  name: string,
  { questions, asksService, proves }: { questions: QuestionId[]; asksService?: boolean; proves?: boolean },
): (stage: Stage) => Promise<Staged> {
  return async (stage) => {
    const live = findLive(stage, name)
    const { actor, row, published } = live
    const provider = actor.provider.wallet.address
    const sdk = [await stage.sdk.processResponse(actor.wallet, provider, { chatId: row.resKey, usage: row.usage })]
    if (asksService) sdk.push(await stage.sdk.verifyService(actor.wallet, provider))
    const settlements = [{ id: published.settlement, about: THE_BILL, questions }]
    const checked = proves ? await judge(stage, live) : { call: null, checks: [] }
    return { subject: toSubject(live), exchange: null, sdk, ours: { ...checked, settlements } }
  }
}

async function judge(stage: Stage, live: Live): Promise<Pick<OwnAnswer, 'call' | 'checks'>> {
  const { proof, signer } = await fetchProof(stage, live)
  return { call: PROOF_CALL, checks: checkProof(proof, { ...live.row, signer }) }
}
