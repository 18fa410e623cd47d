import { readText } from '../files.mjs'

/** A lock file that names download addresses binds everybody to the registry of whoever wrote it. @returns {string[]} */
export function checkLockfile() {
  const { packages } = JSON.parse(readText('package-lock.json'))
  const found = []
  for (const [path, { resolved, link, integrity, inBundle }] of Object.entries(packages)) {
    if (resolved && !link)
      found.push(`package-lock.json: ${path} names ${resolved}: run npm install with the .npmrc of the repository.`)
    if (path.startsWith('node_modules/') && !link && !integrity && !inBundle)
      found.push(`package-lock.json: ${path} has no integrity hash.`)
  }
  return found
}
