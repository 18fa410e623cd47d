import { z } from 'zod'

/** An address in any casing, read as lower-case. */
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'expected an address: 0x and 40 hex digits')
  .transform((value) => value.toLowerCase() as `0x${string}`)
