import { compare, hexOf, listOf, RefusedInput, refusing } from './input.mjs'

const FIELDS = ['requestHash', 'userAddress', 'fee', 'inputFee', 'outputFee']

export function signatureOperations({ requestsHash, settlementDigest, recoverSigner, readSignature }) {
  return {
    'requests-hash': ({ requests, hash }) => {
      for (const request of listOf(requests, 'requests'))
        for (const name of FIELDS)
          if (typeof request?.[name] !== 'string') throw new RefusedInput(`${name}: expected text`)
      return compare(hexOf(hash, 'hash', 32), requestsHash(requests))
    },
    'settlement-digest': ({ digest, ...fields }) =>
      refusing(['RangeError', 'TypeError'], () => compare(hexOf(digest, 'digest', 32), settlementDigest(fields))),
    'settlement-signature': ({ signature, signer, rules, ...fields }) =>
      refusing(['RangeError', 'TypeError'], () => {
        const form = readSignature(hexOf(signature, 'signature'), rules)
        if (form.kind !== 'signature') throw new RefusedInput(form.why)
        return compare(hexOf(signer, 'signer', 20), recoverSigner(settlementDigest(fields), signature, rules))
      }),
  }
}
