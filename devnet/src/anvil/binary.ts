import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { MisconfigurationError } from '../env.js'

const require = createRequire(import.meta.url)

/** Path of the anvil binary that npm installed for this platform. @throws MisconfigurationError where it did not. */
export function findAnvil(): string {
  const platform = process.platform === 'win32' ? 'win32' : process.platform
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const name = `@foundry-rs/anvil-${platform}-${arch}`
  try {
    // The platform's package is a dependency of anvil's own, so it is looked up from there.
    const anvil = createRequire(require.resolve('@foundry-rs/anvil/package.json'))
    const folder = dirname(anvil.resolve(`${name}/package.json`))
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil')
    if (existsSync(binary)) return binary
  } catch {
    // Reported below: a package that does not resolve and one without its binary mean the same.
  }
  throw new MisconfigurationError(
    `The package ${name} is not installed, so the local chain cannot run. Run "npm install" without --omit=optional.`,
  )
}
