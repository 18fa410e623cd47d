import { chainVectors } from './chain.js'
import { commitmentVectors } from './commitment.js'
import { daVectors } from './da.js'
import { logVectors } from './log.js'
import { quorumVectors } from './quorum.js'
import { quoteVectors } from './quote.js'
import { reportVectors } from './report.js'
import { responseVectors } from './response.js'
import { settlementVectors } from './settlement.js'
import { signatureVectors } from './signature.js'
import { storageVectors } from './storage.js'
import { trailVectors } from './trail.js'
import { workloadVectors } from './workload.js'
import { Writer } from './writer.js'

/** Every vector and shared file by its path in verify/conformance/. */
export async function generateAll(): Promise<ReadonlyMap<string, Uint8Array>> {
  // Zip files keep local time.
  process.env.TZ = 'UTC'
  const writer = new Writer()
  storageVectors(writer)
  commitmentVectors(writer)
  daVectors(writer)
  quorumVectors(writer)
  signatureVectors(writer)
  chainVectors(writer)
  responseVectors(writer)
  trailVectors(writer)
  await quoteVectors(writer)
  await reportVectors(writer)
  workloadVectors(writer)
  await settlementVectors(writer)
  logVectors(writer)
  return writer.files
}
