import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, revision, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY, timeOf } from '../testing/rows'
import { toCell } from './csv'
import { toPdfText } from './pdfText'
import type { Report } from './report'

const alice = address('alice')
const provider = address('prov')
let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.setHeights(100)
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('agent', agent(1, alice, { name: '=HYPERLINK("http://evil","x")', description: '漢字\u202E' }))
  await rows.insert('agent', agent(2, address('quiet'), { name: null, wallet: null, uri: null }))
  await rows.insert('payer_link', link(1, alice, 'A-', 10))
  await rows.insert('account', account(alice, provider))
  await insertSaid()
  await rows.insert('agent', agent(3, address('owner3')), agent(4, address('owner4')))
  await rows.insert('payer_link', link(3, address('payer3'), 'A-', 1))
  await rows.insert('settlement', settlement(address('payer3'), provider, 20))
  const weak = Array.from({ length: 100 }, (_, n) => link(4, n < 90 ? address('one') : address(`weak${n}`), 'B', n + 1))
  await rows.insert('payer_link', ...weak)
  for (const block of [5, 12, 13, 14]) {
    const service_id = block === 12 || block === 13 ? `${provider}-${block}-0` : null
    const paid = settlement(alice, provider, block, { service_id })
    await rows.insert('settlement', paid)
    const enclave = block === 13 ? 'unavailable' : 'pass'
    const signature = block === 14 ? 'fail' : 'pass'
    const statuses = { payment: 'pass', signature, enclave }
    const first = await rows.judge(paid, block === 14 ? 'failed' : 'partial', statuses)
    if (block === 12) await rows.client.query('update verdicts.verdict set supersedes = id where id = $1', [first])
  }
  await rows.rollUp()
})
afterAll(() => api.stop())

async function insertSaid() {
  const { rows } = api
  const key = agentKey(1)
  const place = { block_number: 9, block_time: timeOf(9), tx_hash: hash('said') }
  const words = { value_decimals: 2, tag1: '\u202E<b>', tag2: '', endpoint: '', uri: 'https://x', hash: hash('file') }
  for (const index of [1, 2]) {
    const said = { id: `f${index}`, agent_id: key, registry: REGISTRY, client: address('client'), index, value: '-5' }
    const revoked = { revoked_block: index === 2 ? 10 : null, log_index: index }
    await rows.insert('feedback', { ...said, ...words, ...revoked, ...place })
  }
  await rows.insert('verdicts.log', { origin: 'touchstone/test' })
  await rows.insert('verdicts.log_checkpoint', { size: 3, root: 'ab'.repeat(32), note: 'n' })
  await rows.insert('agent_card', { id: 'card', agent_id: key, uri: 'https://x', from_block: 9, tx_hash: hash('c') })
  const look = { uri: 'https://x', attempts: 1 }
  await rows.insert(
    'verdicts.commitment_check',
    { ...look, kind: 'feedback', subject: 'f1', outcome: 'mismatch' },
    { ...look, kind: 'card', subject: 'card', outcome: 'time-out' },
  )
  const asked = { id: 'v1', agent_id: key, registry: REGISTRY, validator: address('val'), request_hash: hash('q') }
  await rows.insert('validation_request', { ...asked, uri: 'u', tx_from: alice, log_index: 3, ...place })
  const answered = { id: 'a1', request_id: 'v1', validator: address('val'), response: 0, tag: 't', uri: 'u' }
  await rows.insert('validation_response', { ...answered, hash: hash('h'), ...place })
  await rows.insert('provider', { id: provider, first_seen_block: 1, stake: '0' })
  await rows.insert('service_revision', revision(provider, 12, { to_block: 13, to_log_index: 0 }))
  await rows.insert('service_revision', revision(provider, 13, { input_price: '7' }))
}

const get = (id: number, form: string) => fetch(`${api.url}/v1/agents/${agentKey(id)}/report.${form}`)
const report = async (id: number) => (await (await get(id, 'json')).json()) as Report
const find = ({ sections }: Report, question: string) => {
  const found = sections.flatMap((section) => section.answers).find((item) => item.question.includes(question))
  return found && [found.standing, found.answer]
}

describe('the report', () => {
  it('marks each answer by how it is known', async () => {
    const found = await report(1)
    expect(found).toMatchObject({ spec: 'touchstone-report/1', agent: agentKey(1), meta: { indexedHeight: 100 } })
    expect(find(found, 'holds the key')?.[0]).toBe('proved')
    expect(find(found, 'call itself')).toEqual(['claimed', '=HYPERLINK("http://evil","x")'])
    expect(find(found, 'legal person')?.[0]).toBe('not-published')
    expect(find(found, 'Which models')?.[0]).toBe('claimed')
    expect(find(found, 'signed by the key')).toEqual([
      'failed',
      '66\u2009% proven (2 of 3), 1 failed, 0 could not be checked, 0 with nothing published.',
    ])
    expect(find(found, 'attested enclave')?.[0]).toBe('partly')
    expect(find(found, 'Do the bills open')?.[0]).toBe('not-published')
    expect(find(found, 'What failed')?.[1]).toContain('1 settlements: ')
    expect(find(found, 'paid as signed')?.[0]).toBe('proved')
    for (const { answers } of found.sections) for (const item of answers) expect(item.source).not.toBe('')
  })

  it('says what linked payers spent that counts for no agent', async () => {
    const { unattributed, recheck } = await report(1)
    expect(unattributed).toMatchObject({
      settlements: '1',
      amount: '1000',
      payers: [{ address: alice, settlements: '4' }],
      isExact: true,
    })
    expect(recheck.join('\n')).toMatch(/touchstone verify bundle\.zip --rpc/)
  })

  it('calls proved what it verified itself alone', async () => {
    const found = await report(1)
    expect(find(found, 'taken back unseen')).toEqual(['claimed', expect.stringContaining('verified neither')])
    expect(found.recheck.join('\n')).toMatch(/touchstone log fsck http/)
    expect(find(found, 'period complete')?.[0]).toBe('claimed')
    expect(find(found, 'Who checked what')?.[0]).toBe('claimed')
    expect(find(found, 'another address')).toEqual(['proved', expect.stringContaining(`${alice} paid`)])
  })

  it('never calls another address another person', async () => {
    const found = await report(3)
    expect(find(found, 'another address')).toEqual(['partly', expect.stringContaining('can be one person')])
  })

  it('says what others say, as said', async () => {
    const found = await report(1)
    expect(find(found, 'others say')).toEqual(['claimed', expect.stringContaining('2 by 1 addresses, 1 taken back')])
    expect(find(found, 'others say')?.[1]).toContain('-0.05 “⟨U+202E⟩<b>”')
    expect(find(found, 'files there')).toEqual(['claimed', expect.stringContaining('mismatch 1')])
    expect(find(found, 'address of its registration file')).toEqual([
      'unavailable',
      expect.stringContaining('time-out'),
    ])
    expect(find(found, 'others validate')).toEqual(['claimed', expect.stringContaining('0 of 100')])
    expect(find(found, 'verdict made again')).toEqual(['claimed', expect.stringContaining('1 have a verdict that')])
    expect(find(found, 'prices change')).toEqual(['partly', expect.stringContaining('1, in neuron')])
  })

  it('of cut links proves nothing and adds nothing up', async () => {
    const found = await report(4)
    expect(find(found, 'Who pays for it')).toEqual(['claimed', expect.stringContaining('may be more')])
    expect(find(found, 'cannot be attributed')?.[0]).toBe('unavailable')
    expect(found.unattributed).toMatchObject({ settlements: null, amount: null })
  })

  it('of an agent without evidence proves its registration and claims nothing else', async () => {
    const found = await report(2)
    const standings = found.sections.slice(2).flatMap((section) => section.answers.map((item) => item.standing))
    expect(new Set(standings)).toEqual(new Set(['not-published', 'unavailable', 'claimed']))
    expect(find(found, 'What did it pay for')).toEqual(['not-published', 'No settlement counts for this agent.'])
    expect(find(found, 'operates it')).toEqual(['not-published', 'No wallet is declared.'])
    expect((await get(2, 'pdf')).status).toBe(200)
    expect((await get(9, 'pdf')).status).toBe(404)
  })

  it('as CSV runs nothing in a spreadsheet', async () => {
    const response = await get(1, 'csv')
    const text = await response.text()
    expect(response.headers.get('content-type')).toContain('text/csv')
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`)
    for (const line of text.split('\r\n').slice(0, -1)) expect(line).toMatch(/^"(?![=+\-@])/)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = toCell(text)
        expect(cell).toMatch(/^"[^=+\-@\t\r\n＝＋－＠]|^""$/u)
        expect(cell.slice(1, -1).replaceAll('""', '')).not.toContain('"')
      }),
    )
    expect(toCell('\t =1')).toBe(`"'\t =1"`)
    expect(toCell('\u00a0+1')).toBe(`"'\u00a0+1"`)
  })

  it('as PDF is A4, tagged, and has a tag of its own', async () => {
    const response = await get(1, 'pdf')
    const bytes = Buffer.from(await response.arrayBuffer())
    const text = bytes.toString('latin1')
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect([text.slice(0, 8), text.trimEnd().slice(-5)]).toEqual(['%PDF-1.7', '%%EOF'])
    expect(text).toMatch(/\/StructTreeRoot/)
    expect(text).toMatch(/\/Marked true/)
    expect(text).toMatch(/\/MediaBox \[0 0 595\.28 841\.89\]/)
    const tag = response.headers.get('etag') ?? ''
    const again = await fetch(response.url, { headers: { 'if-none-match': tag } })
    expect(again.status).toBe(304)
    expect((await get(1, 'csv')).headers.get('etag')).not.toBe(tag)
  })

  it('shows every character that the fonts of a PDF lack as its code point', () => {
    expect(toPdfText('漢\u202Ea–é\u{1F600}')).toBe('<U+6F22><U+202E>a–é<U+1F600>')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toPdfText(text)).toMatch(/^[\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/)
      }),
    )
  })
})
