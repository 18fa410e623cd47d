import { amountOf, bytesOf, compare, listOf, RefusedInput } from './input.mjs'

const ROW_BYTES = 32_768

export function daOperations({ parseDaPointer, payloadFromRows, verifyDaWitness, verifyQuorumSignature }) {
  return {
    'da-pointer': ({ pointer }) => {
      if (typeof pointer !== 'string') throw new RefusedInput('pointer: expected text')
      return outcomeOf(parseDaPointer(pointer))
    },
    'da-witness': ({ payload, dataRoot, r1, r2 }) =>
      outcomeOf(verifyDaWitness({ bytes: bytesOf(payload, 'payload'), dataRoot, witness: { r1, r2 } })),
    'da-rows': ({ count, rows, payload }) => {
      const all = Array.from({ length: count }, () => new Uint8Array(ROW_BYTES))
      for (const { index, row } of listOf(rows, 'rows')) all[index] = bytesOf(row, `rows[${index}]`)
      const found = payloadFromRows(all)
      if (found.kind === 'refused') return outcomeOf(found)
      return compare(payload, Buffer.from(found.bytes).toString('base64'))
    },
    'quorum-signature': async (input) => {
      const number = (name) => amountOf(input[name], name)
      return outcomeOf(
        await verifyQuorumSignature({
          dataRoot: input.dataRoot,
          epoch: number('epoch'),
          quorumId: number('quorumId'),
          erasureCommitment: pointOf(input.erasureCommitment, amountOf),
          quorumBitmap: bytesOf(input.quorumBitmap, 'quorumBitmap'),
          aggPkG1: pointOf(input.aggPkG1, amountOf),
          aggPkG2: pointOf(input.aggPkG2, (value, field) => listOf(value, field).map((one) => amountOf(one, field))),
          signature: pointOf(input.signature, amountOf),
          total: number('total'),
          hit: number('hit'),
        }),
      )
    },
  }
}

const OUTCOMES = { match: 'pass', pointer: 'pass', attested: 'pass', mismatch: 'fail', 'not-attested': 'fail' }

function outcomeOf(result) {
  if (result.kind === 'refused')
    throw new RefusedInput(`${result.field}: expected ${result.expected}, found ${result.found}`)
  return { outcome: OUTCOMES[result.kind], detail: result.reason ?? result.rule }
}

function pointOf(point, read) {
  return { x: read(point?.x, 'x'), y: read(point?.y, 'y') }
}
