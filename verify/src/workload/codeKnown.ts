/** Whether the measured code is a known release: operating system, compose, and every image by digest. */
import { absent, passed } from '../check.js'
import type { MeasuredCode } from '../enclave/measured.js'
import type { OsImage, Release, TrustMaterial } from '../trust.js'
import type { Check } from '../verdict.js'
import type { ComposeFacts, Unmeasured } from './compose/facts.js'
import { splitImage } from './compose/service.js'
import { isInForce } from './inForce.js'

/** Open ends named one by one; the rest is counted. */
const MAX_LISTED = 5

export interface KnownCode {
  check: Check
  /** The release, only where the check passes. */
  release: Release | undefined
}

/** Judges the code at `at`, the settlement's time. Whatever is not known is absent: nothing here accuses. */
export function checkCodeKnown(
  measured: MeasuredCode,
  facts: ComposeFacts,
  trust: TrustMaterial,
  at: number,
): KnownCode {
  const os = trust.osImages.find((image) => isInForce(image, at) && isMeasured(image, measured))
  const release = trust.releases.find((entry) => entry.composeHash === measured.composeHash && isInForce(entry, at))
  const open = listDeciding(facts, measured)
  const gaps = [
    ...(os === undefined ? ['the operating system’s measurements are not on the list of known images'] : []),
    ...(release === undefined ? ['the compose is not on the dated list of releases'] : []),
    ...(release === undefined ? [] : listUnlistedImages(facts, release)),
    ...open.slice(0, MAX_LISTED).map(({ where, what }) => `${where}: ${what}`),
    ...(open.length > MAX_LISTED ? [`${open.length - MAX_LISTED} more values, mounts or images are not measured`] : []),
  ]
  const found = `compose ${measured.composeHash}, MRTD ${measured.mrTd}, ${countPinned(facts)}`
  if (os === undefined || release === undefined || gaps.length > 0) {
    const reason = `Which code ran is not known: ${gaps.join('; ')}.`
    return {
      check: absent('code-known', reason, { expected: 'a release of the trust material', found }),
      release: undefined,
    }
  }
  const expected = `${release.name} ${release.version} (${release.source} at ${release.commit}) on ${os.name}`
  return { check: passed('code-known', { expected, found }), release }
}

/** How many of the images are pinned, for people. */
export function countPinned({ services }: ComposeFacts): string {
  const pinned = services.filter(({ digest }) => digest !== null).length
  return `${pinned} of ${services.length} images pinned by digest`
}

function isMeasured(image: OsImage, { mrTd, rtmr, osImageHash }: MeasuredCode): boolean {
  const isHashKnown = image.imageHash === null || osImageHash === null || image.imageHash === osImageHash
  return (
    isHashKnown &&
    image.mrtd.includes(mrTd) &&
    image.rtmr0.includes(rtmr[0]) &&
    image.rtmr1.includes(rtmr[1]) &&
    image.rtmr2.includes(rtmr[2])
  )
}

function listUnlistedImages({ services }: ComposeFacts, release: Release): string[] {
  return services
    .filter(
      ({ repository, digest }) =>
        !release.images.some((image) => image.digest === digest && splitImage(image.image).repository === repository),
    )
    .map(({ name, image }) => `services.${name}: ${image ?? 'no image'} is not an image of the release`)
}

/**
 * What can change the code that runs. Named volumes join where the enclave may have run another compose before: its
 * application id is then not the beginning of this compose's hash, and the earlier code may have filled them.
 */
function listDeciding(facts: ComposeFacts, measured: MeasuredCode): Unmeasured[] {
  const deciding = facts.unmeasured.filter(({ decides }) => decides)
  const kept = facts.services.flatMap(({ name, mounts }) =>
    mounts
      .filter(({ kind }) => kind === 'volume')
      .map(({ source, target }) => ({
        where: `services.${name}.volumes`,
        what: `${source === '' ? 'a volume' : source} at ${target} may hold what an earlier compose wrote`,
        decides: true,
      })),
  )
  return startedAsThis(measured) ? deciding : [...deciding, ...kept]
}

function startedAsThis({ events, composeHash }: MeasuredCode): boolean {
  const end = events.findIndex(({ name }) => name === 'boot-mr-done')
  const ids = (end < 0 ? events : events.slice(0, end)).filter(({ name }) => name === 'app-id')
  return ids.length === 1 && composeHash !== null && ids[0]?.payload === composeHash.slice(0, 40)
}
