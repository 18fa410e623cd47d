import { keccak256 } from '@touchstone/verify'
import { badInput } from '../errors'

/** The address in the mixed case of EIP-55. @param address 0x and 40 hex digits of any case. */
export function toChecksum(address: string): string {
  const digits = address.slice(2).toLowerCase()
  const hash = Buffer.from(keccak256(new TextEncoder().encode(digits))).toString('hex')
  const cased = [...digits].map((digit, place) =>
    Number.parseInt(hash.charAt(place), 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return `0x${cased.join('')}`
}

/**
 * Refuses an address in mixed case whose checksum is wrong: a digit was lost or changed on the way here. All lower and
 * all upper case say nothing, and pass.
 * @throws PublicError BAD_USER_INPUT naming the argument.
 */
export function checkCase(argument: string, address: string): void {
  const digits = address.slice(2)
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase() || digits === toChecksum(address).slice(2))
    return
  throw badInput(argument, 'an address whose mixed case is the checksum of EIP-55, or all lower case', address)
}
