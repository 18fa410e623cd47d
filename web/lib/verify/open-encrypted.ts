import { type Bundle, looksEncrypted, storageRoot } from '@touchstone/verify'
import { decryptObject } from './decrypt'
import { judgeTrail } from './judge-trail'
import { CannotCheckError, type Judged } from './judged'
import type { VisitorOptions, Yardstick } from './options'

/**
 * What a key or a plaintext that only the visitor has shows: the trail by itself, and whether its records recompute to
 * the commitment that the bill signs. It changes no verdict, and null where neither was given.
 * @throws CannotCheckError where the key opens no file of the bundle, or the plaintext is no trail.
 */
export async function openEncrypted(
  { subject, evidence }: Bundle,
  yardstick: Yardstick,
  { key, plaintext }: VisitorOptions,
): Promise<Judged | null> {
  const commitment = subject.item?.requestsHash
  if (plaintext !== undefined) {
    const judged = judgeTrail(plaintext, yardstick, commitment)
    return { ...judged, title: `Your plaintext. ${judged.title}` }
  }
  if (key === undefined || key.trim() === '') return null
  const sealed = evidence.trails.filter(({ bytes }) => looksEncrypted(bytes))
  if (sealed.length === 0) throw new CannotCheckError('key: no file in the bundle looks encrypted.')
  for (const { bytes, root } of sealed) {
    const trail = await decryptObject(bytes, key)
    const judged = findTrail(trail, yardstick, commitment)
    if (!judged) continue
    const anchored = storageRoot(bytes).root === root
    const bound = anchored ? `the file anchored as ${root}` : `a file that has not the root ${root}`
    return { ...judged, title: `Opened with your key from ${bound}. ${judged.title}` }
  }
  throw new CannotCheckError('key: it opens no file of the bundle: what comes out is no trail.')
}

function findTrail(bytes: Uint8Array, yardstick: Yardstick, commitment: string | undefined): Judged | undefined {
  try {
    return judgeTrail(bytes, yardstick, commitment)
  } catch (error) {
    if (error instanceof CannotCheckError) return undefined
    throw error
  }
}
