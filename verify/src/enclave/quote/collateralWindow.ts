import { hexToBytes } from '@noble/hashes/utils.js'
import { DerError } from '../../x509/der.js'
import { parseRevocationList } from './crl.js'
import { parseQeIdentity, parseTcbInfo, TcbError } from './tcb.js'
import type { Collateral } from './types.js'

/**
 * When all four documents of Intel's collateral are in force together, by their own words; milliseconds, both inclusive.
 * Signatures and certificates are not looked at. Null where a document cannot be read.
 */
export function collateralWindow(collateral: Collateral): { from: number; until: number } | null {
  try {
    const { from, until } = parseTcbInfo(collateral.tcb_info)
    const identity = parseQeIdentity(collateral.qe_identity)
    const lists = [collateral.root_ca_crl, collateral.pck_crl].map((list) =>
      parseRevocationList(hexToBytes(list), 'crl'),
    )
    return {
      from: Math.max(from, identity.from, ...lists.map(({ thisUpdate }) => thisUpdate)),
      until: Math.min(until, identity.until, ...lists.map(({ nextUpdate }) => nextUpdate)),
    }
  } catch (error) {
    if (error instanceof TcbError || error instanceof DerError) return null
    throw error
  }
}
