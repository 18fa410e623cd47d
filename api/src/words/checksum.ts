import { type Hex, toChecksumAddress } from '@touchstone/verify'
import { badInput } from '../errors'

/**
 * Refuses an address in mixed case whose checksum is wrong: a digit was lost or changed on the way here. All lower and
 * all upper case say nothing, and pass.
 * @throws PublicError BAD_USER_INPUT naming the argument.
 */
export function checkCase(argument: string, address: string): void {
  const digits = address.slice(2)
  if (
    digits === digits.toLowerCase() ||
    digits === digits.toUpperCase() ||
    digits === toChecksumAddress(address as Hex).slice(2)
  )
    return
  throw badInput(argument, 'an address whose mixed case is the checksum of EIP-55, or all lower case', address)
}
