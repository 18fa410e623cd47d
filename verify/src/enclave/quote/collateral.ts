/** Intel's collateral as it comes in: the JSON that the DCAP libraries exchange. Nothing in it is verified here. */
import { all, matching, optional, type Rule, shape, text, when } from '../../rules.js'
import type { Collateral } from './types.js'

/** Collateral that is not in the form of the DCAP libraries; the message names the field. */
export class CollateralError extends Error {
  override name = 'CollateralError'
}

/** Real collateral has about 20 KiB; the PCK revocation list is what grows. */
export const MAX_COLLATERAL_CHARACTERS = 4_194_304
const MAX_CHAIN = 16_384
const MAX_DOCUMENT = 262_144
const MAX_LIST = 2_097_152

const chain = text(MAX_CHAIN)
const hexBytes: Rule = all(text(MAX_LIST), matching(/^(?:[0-9a-fA-F]{2})*$/, 'hex without prefix'))
const signature = matching(/^[0-9a-fA-F]{128}$/, '64 bytes of signature in hex')
const REQUIRED: Record<Exclude<keyof Collateral, 'pck_certificate_chain'>, Rule> = {
  pck_crl_issuer_chain: chain,
  root_ca_crl: hexBytes,
  pck_crl: hexBytes,
  tcb_info_issuer_chain: chain,
  tcb_info: text(MAX_DOCUMENT),
  tcb_info_signature: signature,
  qe_identity_issuer_chain: chain,
  qe_identity: text(MAX_DOCUMENT),
  qe_identity_signature: signature,
}
const nullable = (rule: Rule): Rule => optional((value, path) => (value === null ? undefined : rule(value, path)))
const RULE = shape({ ...REQUIRED, pck_certificate_chain: nullable(chain) })
const isText = when((value) => typeof value === 'string' && value.length <= MAX_COLLATERAL_CHARACTERS, 'shorter JSON')

/**
 * Reads collateral from JSON text or from what such text parses to. Fields that the type does not name are dropped.
 *
 * @throws CollateralError
 */
export function parseCollateral(input: unknown): Collateral {
  const value = typeof input === 'string' ? parseJson(input) : input
  const wrong = RULE(value, 'collateral')
  if (wrong !== undefined) throw new CollateralError(wrong)
  const found = value as Collateral
  const kept = Object.fromEntries(Object.keys(REQUIRED).map((key) => [key, found[key as keyof Collateral]]))
  return { ...(kept as unknown as Collateral), pck_certificate_chain: found.pck_certificate_chain ?? null }
}

function parseJson(input: string): unknown {
  const tooLong = isText(input, 'collateral')
  if (tooLong !== undefined) throw new CollateralError(tooLong)
  try {
    return JSON.parse(input)
  } catch {
    throw new CollateralError('collateral: expected JSON')
  }
}
