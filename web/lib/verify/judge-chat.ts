import {
  ChatSignatureError,
  conclude,
  parseChatSignature,
  type TrailProof,
  verifyResponseProof,
} from '@touchstone/verify'
import { CannotCheckError, type Judged } from './judged'
import type { VisitorOptions, Yardstick } from './options'
import { withQuestionTitles, withTitles } from './shown'
import { trustBasis } from './trust-basis'

const SENTENCES: Readonly<Record<string, string>> = {
  verified: 'The key that is named signed exactly these bytes.',
  failed: 'Text, signature and bytes do not agree.',
  partial: 'Not all bytes are at hand: give the request and the response as they travelled.',
}

/**
 * Judges a chat signature as the signature endpoint serves it, with the bytes that the visitor has.
 * @throws CannotCheckError naming the field that is wrong.
 */
export function judgeChat(bytes: Uint8Array, yardstick: Yardstick, { request, response }: VisitorOptions): Judged {
  const proof = parse(bytes)
  const bodies = { ...(request === undefined ? {} : { request }), ...(response === undefined ? {} : { response }) }
  const { checks, observations } = verifyResponseProof({ ...proof, ...bodies, trust: yardstick.trust })
  const { questions, outcome } = conclude({ kind: 'chat-signature' }, checks)
  return {
    kind: 'chat',
    settlement: null,
    title: `Chat signature of ${proof.signingAddress}`,
    outcome,
    sentence: SENTENCES[outcome] ?? 'The signature could not be checked.',
    checks: withTitles(checks),
    questions: withQuestionTitles(questions),
    observations,
    bases: [
      {
        ...{ id: 'parties', status: 'absent', isNamedOnly: false },
        text: 'The address is the one that the answer itself names: compare it with the service on chain.',
      },
      trustBasis(yardstick),
    ],
    doesNotProve: [
      'When the answer was given: the signed text names no time, so an old answer passes as a new one.',
      'Whose key it is, where it is kept, which model ran, and that anybody paid.',
    ],
    block: null,
    opened: null,
  }
}

function parse(bytes: Uint8Array): TrailProof {
  try {
    return parseChatSignature(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    if (!(cause instanceof ChatSignatureError) && !(cause instanceof TypeError)) throw cause
    throw new CannotCheckError((cause as Error).message, { cause })
  }
}
