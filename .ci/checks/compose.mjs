import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DCLinter } from 'dclint'
import { capture, ROOT } from '../command.mjs'
import { readText } from '../files.mjs'

/** Order of keys and quoting are matters of taste; the compose specification's own schema and what is unsafe are not. */
const TASTE = [
  'no-quotes-in-volumes',
  'service-keys-order',
  'service-ports-alphabetical-order',
  'services-alphabetical-order',
]
TASTE.push('top-level-properties-order')

/** What somebody sets who runs several auditors on payloads in a bucket, and how often the read file must say so. */
const SET = ['AUDITOR_REPLICAS=3', 'BLOBS=s3://bucket/prefix', 'S3_ENDPOINT=http://s3:9000']
const READ = [
  ['replicas: 3', 1],
  ['BLOBS: s3://bucket/prefix', 2],
  ['S3_ENDPOINT: http://s3:9000', 2],
]

/**
 * Checks docker-compose.yml against the JSON schema of the compose specification, and has the program read it where one is
 * installed.
 * @returns {Promise<string[]>}
 */
export async function checkCompose() {
  const rules = Object.fromEntries(TASTE.map((rule) => [rule, 0]))
  const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] })
  const results = linter.lintFiles([`${ROOT}docker-compose.yml`], false)
  const found = results.flatMap((file) =>
    file.messages.map(({ line, rule, message }) => `docker-compose.yml:${line}: ${message} (${rule})`),
  )
  return [...found, ...(await readByProgram())]
}

async function readByProgram() {
  const program = await findProgram()
  if (program === undefined) {
    console.log('       Not read by docker-compose, which is not installed (Debian: apt-get install docker-compose).')
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-compose-'))
  try {
    const file = join(folder, 'docker-compose.yml')
    const text = readText('docker-compose.yml')
    // Version 1, which Debian 12 has, takes the project's name by its option alone.
    writeFileSync(file, program.major === '1' ? text.replace(/^name: .*$/m, '') : text)
    const where = ['--project-directory', ROOT, '--project-name', 'touchstone', '--file', file, '--profile', 'devnet']
    const { code, output } = await capture(['env', ...SET, ...program.command, ...where, 'config'])
    if (code !== 0) return [`docker-compose.yml: ${output.trim()}`]
    return READ.filter(([line, times]) => output.split(line).length !== times + 1).map(
      ([line, times]) => `docker-compose.yml: read with ${SET.join(' ')}, "${line}" is expected ${times} times.`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function findProgram() {
  for (const command of [['docker', 'compose'], ['docker-compose']]) {
    const { code, output } = await capture([...command, 'version', '--short'])
    const major = /^v?(\d+)\./.exec(output.trim())?.[1]
    if (code === 0 && major !== undefined) return { command, major }
  }
  return undefined
}
