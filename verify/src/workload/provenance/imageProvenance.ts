/** Whether every image of a release was signed where its source says. */
import { absent, passed } from '../../check.js'
import type { Release, TrustMaterial } from '../../trust.js'
import type { Check } from '../../verdict.js'
import { verifySigstoreBundle } from './verifyBundle.js'

/** Bundles that one judgement looks at: a release has a handful of images, and each try takes milliseconds. */
const MAX_BUNDLES = 32
const MAX_LISTED = 3

/**
 * One check over all images; null where no bundle was given or no release is known. A bundle comes from anywhere and
 * its author is nobody in particular, so that a broken one proves nothing and accuses nobody.
 */
export async function checkProvenance(
  bundles: readonly string[],
  release: Release | undefined,
  trust: Pick<TrustMaterial, 'sigstore'>,
): Promise<Check | null> {
  if (bundles.length === 0) return null
  if (release === undefined)
    return absent('image-provenance', 'Which images the release has is not known: the measured code is none.')
  const expected = `${release.source} at ${release.commit}`
  const digests = [...new Set(release.images.map(({ digest }) => digest))]
  const open: string[] = []
  for (const digest of digests) {
    const why = await findOpen(digest, bundles.slice(0, MAX_BUNDLES), release, trust)
    if (why !== null) open.push(why)
  }
  const signed = digests.length - open.length
  const shown = { expected, found: `${signed} of ${digests.length} images signed there` }
  if (digests.length > 0 && open.length === 0) return passed('image-provenance', shown)
  const listed = open.slice(0, MAX_LISTED).join(' ') || 'The release names no image.'
  return absent('image-provenance', listed, shown)
}

/** Why no bundle vouches for the image: that of the one which came nearest. */
async function findOpen(
  digest: string,
  bundles: readonly string[],
  release: Release,
  { sigstore }: Pick<TrustMaterial, 'sigstore'>,
): Promise<string | null> {
  let nearest: { rank: number; why: string } = { rank: -1, why: '' }
  for (const bundle of bundles) {
    const found = await verifySigstoreBundle(bundle, { digest, release, roots: sigstore })
    if (found.kind === 'verified') return null
    const rank = found.step === 'subject' ? 0 : STEPS.indexOf(found.step) + 1
    if (rank > nearest.rank) nearest = { rank, why: found.why }
  }
  return `${digest}: ${nearest.why}`
}

// A bundle about another image says the least about this one.
const STEPS = ['form', 'certificate', 'log', 'entry', 'signature', 'identity'] as readonly string[]
