import { loadNetwork } from '@touchstone/networks'
import { type TrailProof, verifyResponseProof } from '@touchstone/verify'
import type { OwnCheck } from './attack.js'

/** Function of the verifier that `checkProof` runs. */
export const PROOF_CALL = 'verifyResponseProof({ request, response, …signature, trust })'

/** One inference only, and of its proof no more than what the function looks at. */
const TITLES: Readonly<Record<string, string>> = {
  'request-bytes': 'The request has the digest that was signed',
  'response-bytes': 'The response has the digest that was signed',
  'response-signature': 'The signature is by the address that it names',
  'signer-matches': 'That address is the key that the service holds on chain',
}

/** What the verifier says of a proof and the bytes that came with it. `signer`: the key of the service, from the chain. */
export function checkProof(
  proof: TrailProof,
  { request, response, signer }: { request: Uint8Array; response: Uint8Array; signer: string },
): OwnCheck[] {
  const { checks } = verifyResponseProof({ ...proof, request, response, trust: loadNetwork('devnet').trust })
  return [...checks.map(toOwnCheck), compareSigner(proof, signer)]
}

function toOwnCheck({
  id,
  question,
  status,
  ...shown
}: ReturnType<typeof verifyResponseProof>['checks'][number]): OwnCheck {
  const { expected, found, reason } = shown
  return {
    ...{ id, question, status, title: TITLES[id] ?? id },
    ...{ expected: expected ?? null, found: found ?? null, reason: reason ?? null },
  }
}

function compareSigner({ signingAddress }: TrailProof, signer: string): OwnCheck {
  const [expected, found] = [signer.toLowerCase(), signingAddress.toLowerCase()]
  const isSame = expected === found
  return {
    ...{ id: 'signer-matches', question: 'signature', title: TITLES['signer-matches'] ?? '', expected, found },
    ...(isSame ? { status: 'pass', reason: null } : { status: 'fail', reason: 'Another key signed.' }),
  }
}
