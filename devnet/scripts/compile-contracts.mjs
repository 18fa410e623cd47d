// Compiles devnet/contracts with solc-js into dist/contracts/<Name>.json: {abi, bytecode}. No network.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const room = fileURLToPath(new URL('..', import.meta.url))
const out = join(room, 'dist/contracts')
const names = ['contracts', 'contracts/test'].flatMap((folder) =>
  readdirSync(join(room, folder))
    .filter((file) => file.endsWith('.sol'))
    .map((file) => `${folder}/${file}`),
)
const input = {
  language: 'Solidity',
  sources: Object.fromEntries(names.map((name) => [name, { content: readFileSync(join(room, name), 'utf8') }])),
  settings: {
    evmVersion: 'cancun',
    optimizer: { enabled: true, runs: 200 },
    metadata: { bytecodeHash: 'none' },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  },
}

const stamp = createHash('sha256')
  .update(JSON.stringify(input) + readFileSync(require.resolve('solc/package.json')))
  .digest('hex')
const stampFile = join(out, 'stamp')
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) compile()

function compile() {
  const solc = require('solc')
  const output = JSON.parse(
    solc.compile(JSON.stringify(input), {
      import: (path) => ({ contents: readFileSync(require.resolve(path), 'utf8') }),
    }),
  )
  const errors = (output.errors ?? []).filter((error) => error.severity === 'error')
  if (errors.length > 0) {
    for (const error of errors) console.error(error.formattedMessage)
    process.exit(1)
  }
  mkdirSync(out, { recursive: true })
  for (const name of names)
    for (const [contract, { abi, evm }] of Object.entries(output.contracts[name]))
      writeFileSync(join(out, `${contract}.json`), JSON.stringify({ abi, bytecode: `0x${evm.bytecode.object}` }))
  writeFileSync(stampFile, stamp)
}
