import {
  ChatSignatureError,
  conclude,
  parseChatSignature,
  type TrailProof,
  type TrustMaterial,
  verifyResponseProof,
} from '@touchstone/verify'
import { readInput } from '../input.js'
import { describeTrust, type Judged } from '../judged.js'
import type { VerifyOptions } from '../options.js'
import { CannotCheckError } from '../usage.js'

const SENTENCES: Record<string, string> = {
  verified: 'the key that is named signed exactly these bytes.',
  failed: 'text, signature and bytes do not agree.',
  partial: 'not all bytes are at hand: give them by --request and --response.',
}

/** Judges a chat signature as the signature endpoint serves it, with the bytes of `--request` and `--response`. */
export async function judgeChat(bytes: Uint8Array, trust: TrustMaterial, options: VerifyOptions): Promise<Judged> {
  const proof = parse(bytes)
  const { checks, observations } = verifyResponseProof({ ...proof, ...readBodies(options), trust })
  const { questions, outcome } = conclude({ kind: 'chat-signature' }, checks)
  return {
    kind: 'chat',
    title: `Chat signature of ${proof.signingAddress}`,
    outcome,
    sentence: SENTENCES[outcome] ?? 'the signature could not be checked.',
    questions,
    checks,
    observations,
    restsOn: [describeTrust(options), 'the address that the answer names: compare it with the service on chain'],
    doesNotProve: [
      'When the answer was given: the signed text names no time, so an old answer passes as a new one.',
      'Whose key it is, where it is kept, which model ran, and that anybody paid.',
    ],
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

function readBodies({ request, response }: VerifyOptions): { request?: Uint8Array; response?: Uint8Array } {
  return {
    ...(request === undefined ? {} : { request: readInput(request, '--request') }),
    ...(response === undefined ? {} : { response: readInput(response, '--response') }),
  }
}
