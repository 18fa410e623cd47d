import { createCipheriv } from 'node:crypto'
import { buildBundle, toBase64, toVerdictBody, verifySettlement } from '@touchstone/verify'
import { ORIGIN, smallLog } from '../../cli/testing/smallLog.js'
import { namedKey, tilesByPath } from '../../verify/testing/log.js'
import { fetched, honestRecords, trailOf } from '../../verify/testing/scenario.js'
import { fullyEvidenced } from '../../verify/testing/verified.js'

/** A settlement for which all six questions pass, its signed and logged verdict, and all of it as the API serves it. */
export async function buildEvidence(requests: number) {
  const { subject, evidence, trust } = await fullyEvidenced('serves', requests)
  const body = toVerdictBody(subject, evidence, trust, await verifySettlement(subject, evidence, trust))
  const log = smallLog(['{"first":1}', body], namedKey('web'), ['other', subject.id])
  const verdict = { body, signature: toBase64(log.key.sign(new TextEncoder().encode(body))), keyId: log.keyId }
  const bundle = { subject, evidence, verdict, gaps: [], logProof: await log.proofOf(2) }
  const zip = buildBundle(bundle)
  const files = new Map<string, Uint8Array | string>([
    ['/v1/trust.json', JSON.stringify({ network: 'test', displayName: 'Tests', chainId: subject.chainId, trust })],
    ['/v1/log/keys', `${log.verifierKey}\n`],
    ['/v1/log/checkpoint', log.noteOf(3)],
    ['/v1/log/proof/2.tlog-proof', await log.proofOf(2)],
    [`/v1/bundles/${subject.id}.zip`, zip],
  ])
  for (const [path, bytes] of tilesByPath(log.entries)) files.set(`/v1/log/${path}`, bytes)
  return { subject, bundle, zip, files, log, origin: ORIGIN, trail: trailOf(honestRecords(requests)).bytes }
}
export type Evidence = Awaited<ReturnType<typeof buildEvidence>>

/** The bundle of the same bill whose trail is published encrypted, version 1 of 0G Storage. */
export async function buildSealed({ bundle, trail }: Evidence, key: string): Promise<Uint8Array> {
  const nonce = Buffer.alloc(16, 0xa5)
  const cipher = createCipheriv('aes-256-ctr', Buffer.from(key, 'hex'), nonce)
  const bytes = new Uint8Array(Buffer.concat([Buffer.from([1]), nonce, cipher.update(trail), cipher.final()]))
  const { logProof, ...unlogged } = bundle
  return buildBundle({ ...unlogged, verdict: null, evidence: { ...bundle.evidence, trails: [fetched(bytes)] } })
}
