import { bn254 } from '@noble/curves/bn254.js'
import { describe, expect, it } from 'vitest'
import { verifyQuorumSignature } from '../da/quorum.js'
import type { Hex } from '../subject.js'
import { mintDaCommitment, mintDaKeys } from './quorum.js'

describe('mintDaCommitment', () => {
  it('is attested by the keys of its signers and by no others', async () => {
    const secrets: Hex[] = [`0x${'11'.repeat(32)}`, `0x${'ff'.repeat(32)}`]
    const minted = mintDaCommitment(secrets, { dataRoot: `0x${'ab'.repeat(32)}`, epoch: 3n, quorumId: 0n })
    const sumOf = (keys: readonly Hex[]) =>
      keys
        .map((secret) => bn254.G1.Point.fromAffine(mintDaKeys(secret).pkG1))
        .reduce((sum, key) => sum.add(key))
        .toAffine()
    const claim = { ...minted, quorumBitmap: new Uint8Array(384).fill(0xff), total: 3072n, hit: 3072n }
    expect(await verifyQuorumSignature({ ...claim, aggPkG1: sumOf(secrets) })).toMatchObject({ kind: 'attested' })
    expect(await verifyQuorumSignature({ ...claim, aggPkG1: sumOf(secrets.slice(1)) })).toMatchObject({
      kind: 'not-attested',
    })
  })
})
