/** The devnet's storage nodes in a process of their own. Prints their addresses as one line of JSON. */
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { startStorage } from '../../../devnet/dist/storage/storage.js'
import { findFreePort } from '../../index/harness/child.mjs'

const { rpcUrl, flow, flowDeployBlock, chainId, dataDir, lies } = JSON.parse(process.argv[2])
// Both nodes serve the same files: the second only reads.
mkdirSync(join(dataDir, 'node-a'), { recursive: true })
symlinkSync('node-a', join(dataDir, 'node-b'))
const ports = { nodeA: await findFreePort(), nodeB: await findFreePort(), indexer: await findFreePort() }
const { nodeA, nodeB, indexer } = await startStorage({
  ...{ rpcUrl, flow, flowDeployBlock, chainId, dataDir, ports },
  lies: () => lies,
  onError: (error) => console.error(String(error)),
})
console.log(JSON.stringify({ nodeA, nodeB, indexer }))
