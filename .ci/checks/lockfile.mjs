import { readText } from '../files.mjs'
import { listMissingPlatforms } from '../lockfile.mjs'

/** A lock file that names download addresses binds everybody to the registry of whoever wrote it. @returns {string[]} */
export function checkLockfile() {
  const { packages } = JSON.parse(readText('package-lock.json'))
  const found = []
  for (const [path, { resolved, link, integrity, inBundle, os }] of Object.entries(packages)) {
    if (resolved && !link)
      found.push(`package-lock.json: ${path} names ${resolved}: run npm install with the .npmrc of the repository.`)
    // Builds for platforms that the registry at hand does not carry have a version and no hash; see ../lockfile.mjs.
    if (path.startsWith('node_modules/') && !link && !integrity && !inBundle && !os)
      found.push(`package-lock.json: ${path} has no integrity hash.`)
  }
  for (const { path } of listMissingPlatforms(packages))
    found.push(`package-lock.json lacks ${path}, and npm ci refuses it: run node .ci/lockfile.mjs.`)
  return found
}
