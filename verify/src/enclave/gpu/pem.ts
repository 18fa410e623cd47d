import { fromBase64, isBase64 } from '../../base64.js'
import { DerError } from '../../x509/der.js'
import { toPem } from '../../x509/pem.js'

const MAX_CERTIFICATES = 8

/**
 * The certificates of a PEM chain, as DER, from the device up. Only the canonical form passes: lines of 64 characters,
 * one line feed between certificates and at most one behind the last, so that no byte is left that nobody judges.
 *
 * @throws DerError
 */
export function readDeviceChain(text: string): Uint8Array[] {
  const body = text.replace(/\n$/, '')
  const blocks = body.split('\n-----END CERTIFICATE-----')
  if (blocks.length > MAX_CERTIFICATES + 1) throw new DerError(`more than ${MAX_CERTIFICATES} certificates`)
  const certificates = blocks.slice(0, -1).map(readBlock)
  if (certificates.map(toPem).join('\n') !== body) {
    throw new DerError('expected nothing but certificates in canonical PEM')
  }
  return certificates
}

function readBlock(block: string): Uint8Array {
  const base64 = block.slice(block.indexOf('-----\n') + 6).replaceAll('\n', '')
  if (!isBase64(base64)) throw new DerError('expected base64 between the lines of PEM')
  return fromBase64(base64)
}
