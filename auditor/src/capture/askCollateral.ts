import type { Network } from '@touchstone/networks'
import { type Collateral, CollateralError, type CollateralKey, parseCollateral } from '@touchstone/verify'
import { type Refusal, refuse } from '../fetch/attempt.js'
import type { FetchLimits } from '../fetch/limits.js'
import type { Door } from '../safe/door.js'
import { type SafeAnswer, safeFetch } from '../safe/safeFetch.js'

export type CollateralService = NonNullable<Network['quotes']>['collateral'][number]

export interface CollateralSources {
  door: Door
  limits: FetchLimits
  /** Asked in this order. */
  services: readonly CollateralService[]
}

/** Real documents have about 10 KiB; the revocation list of platforms is what grows. */
const MAX_DOCUMENT_BYTES = 1024 * 1024

/**
 * Asks one service for the collateral of a platform, in the form of Intel's Provisioning Certification Service,
 * version 4. Nothing in it is verified yet.
 * @returns the set, or why the first document that failed did.
 */
export async function askCollateral(
  from: Pick<CollateralSources, 'door' | 'limits'>,
  { base, rootCrl }: CollateralService,
  { tee, ca, fmspc }: CollateralKey,
  signal: AbortSignal,
): Promise<Collateral | Refusal> {
  const root = base.replace(/\/+$/, '')
  const ask = async (url: string): Promise<SafeAnswer | Refusal> => {
    const timeoutMs = from.limits.requestMs
    const answer = await safeFetch(from.door, { url, method: 'GET', maxBytes: MAX_DOCUMENT_BYTES, timeoutMs, signal })
    signal.throwIfAborted()
    return answer
  }
  const tcb = await ask(`${root}/${tee}/certification/v4/tcb?fmspc=${fmspc}`)
  if (!tcb.ok) return tcb
  const identity = await ask(`${root}/${tee}/certification/v4/qe/identity`)
  if (!identity.ok) return identity
  const pckList = await ask(`${root}/sgx/certification/v4/pckcrl?ca=${ca}&encoding=der`)
  if (!pckList.ok) return pckList
  const rootList = await ask(rootCrl)
  if (!rootList.ok) return rootList
  return assemble({ tcb, identity, pckList, rootList })
}

type Documents = Record<'tcb' | 'identity' | 'pckList' | 'rootList', SafeAnswer>

function assemble({ tcb, identity, pckList, rootList }: Documents): Collateral | Refusal {
  const tcbInfo = splitSigned(tcb.body, 'tcbInfo')
  const qeIdentity = splitSigned(identity.body, 'enclaveIdentity')
  const tcbChain = readChain(tcb, 'tcb-info-issuer-chain')
  const qeChain = readChain(identity, 'sgx-enclave-identity-issuer-chain')
  const crlChain = readChain(pckList, 'sgx-pck-crl-issuer-chain')
  for (const part of [tcbInfo, qeIdentity, tcbChain, qeChain, crlChain])
    if (typeof part === 'object' && 'outcome' in part) return part
  const { text: tcb_info, signature: tcb_info_signature } = tcbInfo as SignedText
  const { text: qe_identity, signature: qe_identity_signature } = qeIdentity as SignedText
  try {
    return parseCollateral({
      pck_crl_issuer_chain: crlChain,
      root_ca_crl: rootList.body.toString('hex'),
      pck_crl: pckList.body.toString('hex'),
      tcb_info_issuer_chain: tcbChain,
      tcb_info,
      tcb_info_signature,
      qe_identity_issuer_chain: qeChain,
      qe_identity,
      qe_identity_signature,
    })
  } catch (error) {
    if (error instanceof CollateralError) return refuse('bad-answer', error.message)
    throw error
  }
}

interface SignedText {
  text: string
  signature: string
}

/** `{"name":<text>,"signature":"<hex>"}`: the signature is over the very bytes of the text, which JSON would rewrite. */
function splitSigned(body: Buffer, name: string): SignedText | Refusal {
  const whole = body.toString('utf8').trim()
  const [head, middle, end] = [`{"${name}":`, ',"signature":"', '"}']
  const at = whole.lastIndexOf(middle)
  if (!whole.startsWith(head) || !whole.endsWith(end) || at < head.length)
    return refuse('bad-answer', `not a signed ${name}`)
  return { text: whole.slice(head.length, at), signature: whole.slice(at + middle.length, -end.length) }
}

/** A PEM chain, percent-encoded in a header. */
function readChain({ headers }: SafeAnswer, name: string): string | Refusal {
  const header = headers[name]
  if (typeof header !== 'string') return refuse('bad-answer', `without the header ${name}`)
  try {
    return decodeURIComponent(header)
  } catch {
    return refuse('bad-answer', `the header ${name} is not percent-encoded`)
  }
}
