// Vectors of real data, from the folder that TOUCHSTONE_FIXTURES names. None of it lies in this repository.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const TRUST = new URL('../../networks/trust/0g.json', import.meta.url)
const SUMMER_2025 = Date.UTC(2025, 6, 1)
const SPRING_2026 = Date.UTC(2026, 2, 1)
const LLM = '0x8a4d4984cf370210dfeefc773faf9bb0ede97cc0'

/** What each part needs, makes, and how many vectors that is. */
const PARTS = [
  [['tee/tdx_quote', 'tee/tdx_quote_collateral.json'], quotes('summer-2025', SUMMER_2025), 9],
  [['tee/0g-llm-attestation-report.json', 'tee/tdx_quote_outdated_collateral.json'], reports, 9],
  [['storage/roots.json'], storage, 3],
  [['compute/kat-synthetic.json'], knownAnswers, 9],
  [['da/davec.json'], witnesses, 6],
]

/** The vectors whose data is there, and one line for each part whose data is not. */
export function listReal(folder = process.env.TOUCHSTONE_FIXTURES) {
  const vectors = []
  const skipped = []
  for (const [names, make, count] of PARTS) {
    const missing = names.find((name) => folder === undefined || !existsSync(join(folder, name)))
    if (missing === undefined) vectors.push(...make(...names.map((name) => readFileSync(join(folder, name)))))
    else skipped.push(`${count} vectors of real data left out: no ${missing}; set TOUCHSTONE_FIXTURES`)
  }
  return { vectors: vectors.map(named), skipped }
}

function named([id, input]) {
  const [operation] = id.split('/')
  return { id: id.replace('/', '/real-'), operation, expected: id.slice(id.lastIndexOf('.') + 1), input }
}

function quotes(name, at) {
  return (quote, collateral) => {
    const input = { quote: bytes(quote), collateral: bytes(collateral), at, trust: bytes(readFileSync(TRUST)) }
    const changed = (...edits) => ({ ...input, quote: bytes(quote, ...edits) })
    return [
      [`quote/${name}.pass`, input],
      [`quote/${name}-measurement-flipped.fail`, changed(['flip', 200, 1])],
      [`quote/${name}-signature-flipped.fail`, changed(['flip', 640, 1])],
      [`quote/${name}-attestation-key-flipped.fail`, changed(['flip', 720, 1])],
      [`quote/${name}-truncated.refused`, changed(['cut', 1000])],
      [`quote/${name}-trailing.refused`, changed(['append', '01'])],
      [`quote/${name}-a-year-later.unavailable`, { ...input, at: at + 31_536_000_000 }],
      [`quote/${name}-without-collateral.unavailable`, { ...input, collateral: null }],
      [`quote/${name}-no-root.absent`, { ...input, trust: bytes('{"quoteRoots":[]}') }],
    ]
  }
}

function reports(report, collateral) {
  const trust = bytes(readFileSync(TRUST))
  const input = { report: bytes(report), collateral: bytes(collateral), at: SPRING_2026, signer: LLM, trust }
  const { quote } = JSON.parse(report)
  const { collateral: _, ...without } = input
  const changed = (...edits) => ({ ...input, report: bytes(report, ...edits) })
  const other = `${quote.slice(0, 400)}${quote[400] === '0' ? '1' : '0'}${quote.slice(401)}`
  return [
    ['report/0g-provider.pass', input],
    ['report/0g-provider-measurement-changed.fail', changed(['replace', quote, other])],
    ['report/0g-provider-compose-changed.fail', changed(['replace', 'docker-compose', 'docker_compose'])],
    ['report/0g-provider-event-renamed.fail', changed(['replace', 'compose-hash', 'compose_hash'])],
    ['report/0g-provider-other-signer.fail', { ...input, signer: `0x${'aa'.repeat(20)}` }],
    ['report/0g-provider-without-collateral.unavailable', without],
    ['report/0g-provider-a-year-later.unavailable', { ...input, at: SPRING_2026 + 31_536_000_000 }],
    ['report/0g-provider-no-root.absent', { ...input, trust: bytes('{"quoteRoots":[],"gpuRoots":[],"osImages":[]}') }],
    ['report/0g-provider-cut-off.absent', changed(['cut', 1])],
  ]
}

function storage(json) {
  const { n, root } = JSON.parse(json)
    .filter((one) => one.root !== null)
    .at(-1)
  const input = (...edits) => ({ data: { bytes: { pattern: n, edits } }, root })
  return [
    [`storage-root/sdk-${n}.pass`, input()],
    [`storage-root/sdk-${n}-flipped.fail`, input(['flip', n - 1, 128])],
    [`storage-root/sdk-${n}-first-missing.fail`, input(['splice', 0, 1, ''])],
  ]
}

function knownAnswers(json) {
  const known = JSON.parse(json)
  const requests = known.requests.map(
    ({ RequestHash: requestHash, Fee: fee, InputFee: inputFee, OutputFee: outputFee }) => ({
      ...{ requestHash, userAddress: known.user, fee, inputFee, outputFee },
    }),
  )
  const { domain, digest, signature } = known.eip712.mainnet
  const fields = {
    scheme: 'eip712',
    chainId: domain.chainId,
    contract: domain.verifyingContract.toLowerCase(),
    requestsHash: known.requestsHash,
    nonce: known.nonce,
    provider: known.provider.toLowerCase(),
    user: known.user.toLowerCase(),
    totalFee: known.totalFee,
  }
  const signed = { ...fields, signature, signer: known.signer.toLowerCase(), rules: 'strict' }
  const { request_utf8: request, response_utf8: response, teeml } = known.response
  const answer = bytes(JSON.stringify({ ...teeml, signing_address: known.signer }))
  const proof = { answer, request: bytes(request), response: bytes(response), trust: bytes('{"mockSigners":[]}') }
  return [
    ['requests-hash/known.pass', { requests, hash: known.requestsHash }],
    ['requests-hash/known-lower-case.fail', { requests, hash: known.requestsHash_if_lowercase_user }],
    ['requests-hash/known-reversed.fail', { requests: requests.toReversed(), hash: known.requestsHash }],
    ['settlement-digest/known.pass', { ...fields, digest }],
    ['settlement-digest/known-testnet.fail', { ...fields, digest: known.eip712.testnet.digest }],
    ['settlement-signature/known.pass', signed],
    ['settlement-signature/known-other-nonce.fail', { ...signed, nonce: '1' }],
    ['response-proof/known.pass', proof],
    ['response-proof/known-swapped.fail', { ...proof, request: proof.response, response: proof.request }],
  ]
}

function witnesses(json) {
  const all = JSON.parse(json)
  return all.slice(1, 3).flatMap(({ n, r1, r2, dataRoot }) => {
    const input = { payload: { bytes: { pattern: n } }, dataRoot, r1, r2 }
    return [
      [`da-witness/encoder-${n}.pass`, input],
      [`da-witness/encoder-${n}-one-more.fail`, { ...input, payload: { bytes: { pattern: n + 1 } } }],
      [`da-witness/encoder-${n}-witness.fail`, { ...input, r1: r2, r2: r1 }],
    ]
  })
}

function bytes(content, ...edits) {
  return { bytes: { hex: Buffer.from(content).toString('hex'), edits } }
}
