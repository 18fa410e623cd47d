/** Constants of the BN254 scalar field as 0G DA uses it. Plain integers; the transform has its own arithmetic. */

/** Order of the groups of BN254. */
export const MODULUS = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n

// 2^28 divides MODULUS - 1. The generator is 5: 3, which 0G's documentation names, is a square.
const ROOT_ORDER_BITS = 28n
const ROOT_OF_UNITY = power(5n, (MODULUS - 1n) >> ROOT_ORDER_BITS)

/** Primitive root of unity of order 2^bits, bits at most 28. */
export function rootOfUnity(bits: number): bigint {
  return power(ROOT_OF_UNITY, 1n << (ROOT_ORDER_BITS - BigInt(bits)))
}

/** base^exponent modulo MODULUS, exponent not negative. */
export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base % MODULUS
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % MODULUS
    square = (square * square) % MODULUS
  }
  return result
}

/** Multiplicative inverse of a number that is not 0 modulo MODULUS. */
export function inverse(value: bigint): bigint {
  return power(value, MODULUS - 2n)
}
