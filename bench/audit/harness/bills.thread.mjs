/** Makes every n-th bill of an order: see bills.mjs. */
import { createHash, randomUUID } from 'node:crypto'
import { closeSync, openSync, renameSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { createStorageRootHasher, personalMessageDigest, toBase64 } from '@touchstone/verify'
import { AGENTS, toRequest } from '../../../devnet/dist/agent/story.js'
import { CHAIN_ID } from '../../../devnet/dist/chain/connect.js'
import { answer } from '../../../devnet/dist/provider/answer.js'
import { buildCompletion, parseChatRequest, toPrompt } from '../../../devnet/dist/provider/completion.js'
import { price } from '../../../devnet/dist/provider/row.js'
import { nonceAt, signItem } from '../../../devnet/dist/provider/settlement.js'
import { signerOf, toSignedText } from '../../../devnet/dist/provider/signing.js'
import { writeTrail } from '../../../recorder/dist/index.js'

// Signing a million responses in JavaScript would take longer than auditing them.
const { ecdsaSign } = createRequire(new URL('../../../verify/package.json', import.meta.url))('secp256k1/bindings.js')

const {
  folder,
  story,
  provider,
  contract,
  payers,
  count,
  records,
  bodyBytes = 0,
  shape = 'whole',
  lies = ['none'],
} = workerData
const { thread, threads, startedAt } = workerData
const signer = signerOf(story)
const secret = Buffer.from(signer.privateKey.slice(2), 'hex')
const rounds = Math.ceil(count / payers.length)

const made = []
for (let n = thread; n < count; n += threads) made.push(makeBill(n))
parentPort.postMessage(made)

function makeBill(n) {
  const user = payers[n % payers.length]
  // Past seconds, one for each bill of a payer: nonces grow, and none lies in the future.
  const createdAt = startedAt - (rounds - Math.floor(n / payers.length)) * 1000
  const bill = { user, nonce: nonceAt(createdAt), rows: [] }
  const lie = lies[n % lies.length]
  const written = writeFile(
    bill,
    createdAt,
    Array.from({ length: records }, (_, at) => ({ n, at })),
    lie,
  )
  return { n, user, nonce: bill.nonce, item: signItem(bill, provider, contract, signer), lie, ...written }
}

/** Writes line by line: a trail may be as large as the largest that is fetched. Fills the bill's rows with the fees. */
function writeFile(bill, createdAt, places, lie) {
  const parties = { chainId: CHAIN_ID, contract, provider, payer: bill.user, publisher: provider, via: 'direct' }
  const draft = join(folder, `draft-${thread}`)
  const file = openSync(draft, 'w')
  const hasher = createStorageRootHasher()
  let size = 0
  const lines = toRecords(bill, createdAt, places, lie)
  for (const line of writeTrail(parties, { from: createdAt, to: createdAt }, lines)) {
    hasher.update(line)
    writeSync(file, line)
    size += line.length
  }
  closeSync(file)
  const { root, nodes } = hasher.finish()
  renameSync(draft, join(folder, root))
  return { root, nodes, size }
}

function* toRecords(bill, createdAt, places, lie) {
  for (const { n, at } of places) {
    const { row, record } = infer(bill, createdAt, n * records + at)
    // The bill takes the fees alone: bodies of a large trail are not held.
    bill.rows.push(row)
    yield lie === 'forged-response' && at === 0 ? forge(record) : record
  }
}

function infer(bill, createdAt, unique) {
  const { model } = story
  const request = Buffer.from(toRequest(AGENTS[0], model, unique - (unique % 3)).replace('Round ', `Round ${unique}/`))
  const said = answer(model, toPrompt(parseChatRequest(request)))
  const response = buildCompletion(model, { ...said, text: said.text.padEnd(bodyBytes, ' and so on') })
  const text = toSignedText(story.route, request, response)
  const usage = { promptTokens: said.promptTokens, completionTokens: said.completionTokens }
  const billed = price(story, usage, { requestHash: randomUUID(), userAddress: bill.user })
  const record = {
    ...billed,
    ...{ settlement: bill.nonce.toString(), createdAt, model, usage },
    ...{ request: toBody(request), response: toBody(response) },
    ...(shape === 'whole' ? { resKey: randomUUID() } : {}),
    ...(shape === 'digests' ? {} : { proof: prove(text) }),
  }
  return { row: { billed }, record }
}

function prove(text) {
  return { text, signature: sign(text), signingAddress: signer.address.toLowerCase() }
}

function toBody(bytes) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return shape === 'whole' ? { sha256, bytes: toBase64(bytes) } : { sha256 }
}

/** Other bytes than the ones that were signed, of the same form. */
function forge(record) {
  const bytes = Buffer.from(record.response.bytes, 'base64').toString().replace('"content":"', '"content":"Not: ')
  return { ...record, response: toBody(Buffer.from(bytes)) }
}

function sign(text) {
  const { signature, recid } = ecdsaSign(personalMessageDigest(text), secret)
  return `0x${Buffer.from(signature).toString('hex')}${(27 + recid).toString(16)}`
}
