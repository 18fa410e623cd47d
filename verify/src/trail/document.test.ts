import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evidenceOf, honestRecord, PAYER, PROVIDER, settlementOf, trailOf, trust } from '../../testing/scenario.js'
import { requestsPreimage } from '../opening/requestsHash.js'
import { storageRoot } from '../storage/storageRoot.js'
import { identityFromNodes } from '../storage/submission.js'
import { verifySettlement } from '../verify.js'
import { checkTrail } from './parse.js'
import type { HashedFields } from './record.js'
import { buildTags } from './tags.js'

const document = readFileSync(new URL('../../../docs/trail.md', import.meta.url), 'utf8')
const example = /```jsonl\n([^`]*)```/.exec(document)?.[1] ?? ''

describe('the example of docs/trail.md', () => {
  const record = honestRecord(0)
  const bytes = new TextEncoder().encode(example)

  it('is a trail and the one of these tests', () => {
    expect(checkTrail(bytes)).toMatchObject({ kind: 'parsed', records: 1 })
    expect(example).toBe(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(trailOf([record]).bytes))
  })

  it('has the root, nodes, tags, hashed text and commitment that the page states', () => {
    const { root, nodes, paddedChunks } = storageRoot(bytes)
    const { item } = settlementOf([record])
    const stated = [
      `| bytes | ${bytes.length} |`,
      `| chunks after padding | ${paddedChunks} |`,
      ...nodes.map((node) => `| node of height ${node.height} | \`${node.root}\` |`),
      `| root | \`${root}\` |`,
      `| tags | \`${buildTags({ payer: PAYER, provider: PROVIDER })}\` |`,
      `| hashed text | \`${requestsPreimage([record as HashedFields])}\` |`,
      `| commitment | \`${item.requestsHash}\` |`,
      `| billed | ${item.totalFee} neuron |`,
    ]
    for (const row of stated) expect(document).toContain(row)
    // Two nodes are the one case in which identity and root coincide, as the rules of the page imply.
    expect(identityFromNodes(nodes)).toBe(root)
  })

  it('opens its settlement, and another file does not', async () => {
    const subject = settlementOf([record])
    const judge = async (text: string) => {
      const { outcome } = await verifySettlement(
        subject,
        evidenceOf(
          { trails: [{ ...trailOf([record]), bytes: new TextEncoder().encode(text) }], unfetched: [] },
          subject,
        ),
        trust,
      )
      return outcome
    }
    expect(await judge(example)).toBe('partial')
    expect(await judge(example.replace('"fee":"2', '"fee":"3'))).toBe('unavailable')
  })
})
