import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DaPointer, daRoot, parseDaPointer, rowFromSlice, verifyQuorumSignature } from '@touchstone/verify'
import { Contract } from 'ethers'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownContract } from '../chain/artifacts.js'
import { type OpenChain, openChain } from '../chain/openChain.js'
import { choosePorts } from '../ports.js'
import { askBlob, askSlices } from '../testing/blobs.js'
import { type Da, startDa } from './da.js'
import { disperseBlob } from './disperse.js'
import { DISPERSER, RETRIEVER, SIGNER } from './protos.js'
import type { DaBehaviour } from './services.js'

const BLOB = Buffer.from('{"a":1}\n'.repeat(5_000))

let folder: string
let open: OpenChain
let da: Da
let pointer: DaPointer
let behaviour: DaBehaviour = 'honest'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devnet-da-'))
  const ports = await choosePorts(join(folder, 'ports.json'), ['rpc', 'disperser', 'retriever', 'n1', 'n2'], {})
  open = await openChain(folder, ports.rpc, pino({ level: 'silent' }))
  const { daEntrance, daSigners } = open.deployment
  da = await startDa({
    ...{ chain: open.chain, entrance: daEntrance.address, signers: daSigners.address, dataDir: join(folder, 'da') },
    ports: { disperser: ports.disperser, retriever: ports.retriever, nodes: [ports.n1, ports.n2] },
    behaves: { retriever: () => behaviour },
    onError: (error) => console.error(error),
  })
  const line = await disperseBlob(da.disperser, BLOB, new AbortController().signal)
  const parsed = parseDaPointer(line)
  if (parsed.kind === 'refused') throw new Error(line)
  pointer = parsed
}, 150_000)

afterAll(async () => {
  await da?.stop()
  open?.chain.destroy()
  await open?.anvil.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('0G DA of the devnet', () => {
  it('commits to the root of an honest encoder, and serves the payload and its rows', async () => {
    expect((await daRoot(BLOB)).root).toBe(pointer.dataRoot)
    expect(Buffer.compare(await askBlob(da.disperser, DISPERSER, pointer), BLOB)).toBe(0)
    expect(Buffer.compare(await askBlob(da.retriever, RETRIEVER, pointer), BLOB)).toBe(0)
    const [slice] = await askSlices(da.nodes[0] ?? '', SIGNER, pointer, [0])
    const row = rowFromSlice(slice ?? new Uint8Array())
    expect(row.kind === 'row' && Buffer.from(row.cells.subarray(0, 31)).equals(BLOB.subarray(0, 31))).toBe(true)
    // Rows 0 to 1535 are the first signer's.
    await expect(askSlices(da.nodes[1] ?? '', SIGNER, pointer, [0])).rejects.toThrow('invalid row indexes')
  }, 90_000)

  it('has the quorum sign what the entrance and the verifier accept alike', async () => {
    const { daEntrance, daSigners } = open.deployment
    const entrance = new Contract(daEntrance.address, ownContract('DAEntrance').abi, open.chain)
    const signers = new Contract(daSigners.address, ownContract('DASigners').abi, open.chain)
    const { dataRoot, epoch, quorumId } = pointer
    const verified = entrance.filters.ErasureCommitmentVerified?.()
    if (verified === undefined) throw new Error('The contract has no such event.')
    const [log] = await entrance.queryFilter(verified, 0)
    const sent = await open.chain.getTransaction(log?.transactionHash ?? '')
    const [submission] = entrance.interface.decodeFunctionData('submitVerifiedCommitRoots', sent?.data ?? '')[0]
    const [pkG1, total, hit] = await signers.getFunction('getAggPkG1').staticCall(epoch, quorumId, submission[4])
    const claim = {
      ...{ dataRoot, epoch, quorumId, total, hit },
      erasureCommitment: { x: submission[3][0], y: submission[3][1] },
      quorumBitmap: Buffer.from(submission[4].slice(2), 'hex'),
      aggPkG2: { x: [...submission[5][0]] as [bigint, bigint], y: [...submission[5][1]] as [bigint, bigint] },
      signature: { x: submission[6][0], y: submission[6][1] },
      aggPkG1: { x: pkG1[0], y: pkG1[1] },
    }
    expect(await verifyQuorumSignature(claim)).toEqual({ kind: 'attested', total: 3072n, hit: 3072n })
    expect(await entrance.getFunction('commitmentExists').staticCall(dataRoot, epoch, quorumId)).toBe(true)
    const fields = submission.toArray(true) as unknown[]
    const other = [`0x${'12'.repeat(32)}`, ...fields.slice(1)]
    const submit = entrance.getFunction('submitVerifiedCommitRoots')
    await expect(submit.staticCall([other])).rejects.toThrow('signature invalid')
    // A commitment that is known already is passed over, whatever comes with it.
    const spoilt = [...fields.slice(0, 3), [1n, 2n], ...fields.slice(4)]
    await submit.staticCall([spoilt])
  }, 20_000)

  it('lies, prunes and hangs when it is told to', async () => {
    behaviour = 'lie'
    const lied = await askBlob(da.retriever, RETRIEVER, pointer)
    expect([lied.length, Buffer.compare(lied, BLOB) === 0]).toEqual([BLOB.length, false])
    behaviour = 'prune'
    await expect(askBlob(da.retriever, RETRIEVER, pointer)).rejects.toThrow('NOT_FOUND')
    behaviour = 'hang'
    await expect(askBlob(da.retriever, RETRIEVER, pointer)).rejects.toThrow('DEADLINE_EXCEEDED')
  }, 20_000)
})
