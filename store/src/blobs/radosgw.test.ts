import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { INSTALL, listMissingPrograms, type Radosgw, startRadosgw } from '../../testing/radosgw.mjs'
import { itKeepsBlobsInABucket } from '../../testing/s3Cases'

const missing = listMissingPrograms()
if (missing.length > 0)
  console.warn(`Skipped: blobs on Ceph's radosgw, for want of ${missing.join(', ')}. On Debian 12: ${INSTALL}`)

describe.skipIf(missing.length > 0)("blobs on Ceph's radosgw", () => {
  let server: Radosgw

  beforeAll(async () => {
    server = await startRadosgw()
  })
  afterAll(() => server?.stop())

  it('are those of a server that says its version', () => expect(server.version).toMatch(/^ceph version \d+\.\d+/))

  itKeepsBlobsInABucket(() => ({
    url: server.url,
    environment: {
      AWS_ACCESS_KEY_ID: server.credentials.key,
      AWS_SECRET_ACCESS_KEY: server.credentials.secret,
      AWS_REGION: 'us-east-1',
    },
    restart: server.restart,
  }))
})
