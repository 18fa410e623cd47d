import { describe, expect, it } from 'vitest'
import { openStage } from './stage'
import { hash, REPORT_SOURCE, REPORT_TIME, reportDigest } from './story-values'
import { PROVIDERS } from './stub-world'

const stage = openStage()

const [WHOLE, WRONG, LOST] = PROVIDERS.map((provider) => `/reports/${reportDigest(provider)}`) as [
  string,
  string,
  string,
]

describe('enclave report', () => {
  it('whose steps hold: as of the observation, and no more', async () => {
    const { heading, text } = await stage.read(WHOLE)
    expect(heading).toBe('The key was in a genuine enclave when this was observed')
    expect(text).toContain('The quote is signed, and the certificates of its signature lead to the maker’s root')
    expect(text).toContain('TCB status OutOfDate as of today, INTEL-SA-00837.')
    expect(text).toMatch(/1 min( \d+ s)? before/)
    expect(text).toContain('a genuine enclave does not exclude physical attacks')
    expect(text).toContain('The quote’s signature was verified')
    expect(text).toMatch(/MRTD\s+Firmware that the enclave started with\s+[0-9a-f]{96}/)
    expect(text).toContain(
      `npx touchstone verify report.json --collateral collateral.json --at ${REPORT_TIME.slice(0, 19)}Z`,
    )
    expect(text).toContain(`curl -sS -o report.json '${REPORT_SOURCE}'`)
  })

  it('of another model than the advertised: both beside each other, and the enclave itself holds', async () => {
    const { heading, text } = await stage.read(WRONG)
    expect(heading).toBe('The key was in a genuine enclave when this was observed')
    expect(text).toContain('An undeclared derivative answers to the advertised name.')
    expect(text).toContain('Qwen/Qwen3-32B-abliterated')
    expect(text).toContain('The report cannot be taken apart')
  })

  it('that could not be judged accuses nobody', async () => {
    const { heading, text } = await stage.read(LOST)
    expect(heading).toBe('This report could not be checked')
    expect(text).toContain('That says nothing against the provider')
    expect(text).toContain('Its bytes are not kept here, or were withdrawn')
    expect(text).not.toContain('Failed')
  })

  it('that no verdict decides by is a claim', async () => {
    stage.stub.mode = 'hostile'
    const { heading, text } = await stage.read(WHOLE)
    expect(heading).toBe('Observed, not judged')
    expect(text).toContain('these values are what the answer claims, no more')
    expect(text).toContain("curl -sS -o report.json '<address>'")
  })

  it('has a twin in JSON, and says what is wrong with an id there too', async () => {
    const twin = await fetch(`${stage.explorer.url}${WHOLE}/json`)
    expect(twin.headers.get('content-type')).toContain('application/json')
    expect(await twin.json()).toMatchObject({ capture: { sha256: reportDigest(PROVIDERS[0] ?? '') }, captures: [{}] })
    expect((await fetch(`${stage.explorer.url}/reports/12zz/json`)).status).toBe(400)
    expect((await fetch(`${stage.explorer.url}/reports/${'0'.repeat(64)}/json`)).status).toBe(404)
  })
})

describe('provider', () => {
  it('who its income comes from, when it answered, and what changed', async () => {
    const { text } = await stage.read(`/providers/${PROVIDERS[0]}`)
    expect(text).toContain('The largest of 5 payers paid 90 % of the 20 settlements counted')
    expect(text).toContain('It did not answer in time: 10 s')
    expect(text).toContain('it may be ours')
    expect(text).toContain('The measured code changed')
    expect(text).not.toContain('Failed: provider’s evidence\nIt did not')
  })
})

describe('model', () => {
  it('known: licence, offers, prices with their finding', async () => {
    const { heading, text } = await stage.read('/models/qwen3-32b')
    expect(heading).toBe('qwen3-32b')
    expect(text).toContain('open: anybody can fetch and compare them')
    expect(text).toContain('2 services ask 0.15 0G to 0.3 0G for a million output tokens')
    expect(text).toContain('a name is what whoever registers a service writes')
  })

  it('not known and not offered: says so of each', async () => {
    const { text } = await stage.read('/models/unlisted%2Fmodel')
    expect(text).toContain('What this name stands for is not known here')
    expect(text).toContain('Nobody offers it now')
  })

  it('draws each provider with a line of its own, and nothing where it had no offer', async () => {
    const page = await stage.explorer.open('/models/qwen3-32b')
    await page.waitForSelector('.chart svg .recharts-line-curve')
    const lines = await page
      .locator('.recharts-line-curve')
      .evaluateAll((all) => all.map((one) => one.getAttribute('d')))
    expect(lines).toHaveLength(2)
    expect(lines.map((path) => path?.match(/M/g)?.length).sort()).toEqual([1, 2])
    await page.context().close()
  })
})

describe('what was published', () => {
  it('record: the texts, the checks of its bill, and whose word it is', async () => {
    const { heading, text } = await stage.read(`/records/${hash('root 60')}-2`)
    expect(heading).toBe('Line 2 of a published file')
    expect(text).toContain('its publisher’s word until a check of its bill confirms it')
    expect(text).toContain('Request: withheld. Only its sha256 is published')
    expect(text).toContain('Responses match the signed text')
  })

  it('payload: its attempts, the lying source named as such, its anchors', async () => {
    const { heading, text } = await stage.read(`/payloads/${hash('root 60')}`)
    expect(heading).toBe('Its bytes came and recompute to the root')
    expect(text).toContain('mismatch')
    expect(text).toContain('it accuses neither author nor provider')
    expect((await stage.read(`/payloads/${hash('stranger')}`)).heading).toBe('Anchored, its bytes have not come')
  })

  it('anchor: who sent it, and what it only claims', async () => {
    const { heading, text } = await stage.read('/anchors/storage-flow-162380')
    expect(heading).toBe('storage-flow-162380')
    expect(text).toContain('only who sent it is authenticated')
  })
})

describe('lists', () => {
  it('of reports: each with its provider', async () => {
    expect((await stage.read('/reports')).text).toContain(REPORT_SOURCE)
  })

  it('of models: what is known of each', async () => {
    expect((await stage.read('/models')).text).toMatch(/qwen3-32b\s+2\s+relay\s+open\s+Apache-2\.0/)
  })

  it.each([
    ['/reports', 'No enclave report has been observed yet'],
    ['/models', 'No model is offered yet'],
  ])('%s, empty', async (path, words) => {
    stage.stub.mode = 'empty'
    expect((await stage.read(path)).text).toContain(words)
  })
})

describe('ids', () => {
  it.each([
    [`/reports/${hash('none').slice(2)}`, 'looks like the SHA-256 of an enclave report'],
    [`/records/${hash('none')}-2`, 'looks like the id of a record'],
    [`/payloads/${hash('none')}`, 'looks like a transaction hash or a root'],
    ['/anchors/storage-flow-9', 'looks like the id of an anchor'],
    ['/models/nobody', 'looks like the name of a model'],
  ])('%s: 404, its kind, how far we have indexed', async (path, words) => {
    const { status, text } = await stage.read(path)
    expect(status).toBe(404)
    expect(text).toContain(words)
    expect(text).toContain('indexed to block 81 203')
  })

  it.each([['/reports/12zz', '64 hex digits']])('%s: 404 and what is wrong', async (path, words) => {
    const { status, text, heading } = await stage.read(path)
    expect([status, heading]).toEqual([404, 'This address cannot be read'])
    expect(text).toContain(words)
  })
})

describe('try to fool it', () => {
  it('lists the attacks, and both answers of one side by side with the first difference marked', async () => {
    expect((await stage.read('/try')).text).toContain('Swapped answer')
    const { status, heading, text } = await stage.read('/try/swapped-answer')
    expect({ status, heading }).toEqual({ status: 200, heading: 'Swapped answer' })
    expect(text).toContain('processResponse(provider, chatID) answered')
    expect(text).toContain('@0gfoundation/0g-compute-ts-sdk 0.9.0')
    expect(await stage.page.locator('.sdk-answer').innerText()).toBe('true')
    expect(await stage.page.locator('#bytes-check-content-response-bytes mark').allInnerTexts()).toEqual(['e', '0'])
    expect(text).toContain('Inference verified')
  })

  it('shows the verdict of the bill, and leaves an explanation out that is about other answers', async () => {
    const { text } = await stage.read('/try/mock-key')
    expect(text).toContain('Failed: provider’s evidence')
    expect(text).toContain('The SDK answered otherwise this time')
    expect(text).not.toContain('It takes a chat id, not the answer.')
    const twin = () => fetch(`${stage.explorer.url}/try/mock-key/json`).then((answer) => answer.json())
    const { ours } = (await twin()) as { ours: { settlements: { judged: { questions: { id: string }[] } }[] } }
    expect(ours.settlements).toMatchObject([
      {
        about: 'The bill.',
        judged: { outcome: 'failed', fault: 'provider', questions: [{ id: 'signature', status: 'fail' }] },
      },
    ])
    expect(ours.settlements[0]?.judged.questions).toHaveLength(1)
  })

  it('names the known attacks for one that is unknown, with 404', async () => {
    const { status, text } = await stage.read('/try/nothing')
    expect(status).toBe(404)
    expect(text).toContain('mock-key')
    expect((await fetch(`${stage.explorer.url}/try/nothing/json`)).status).toBe(404)
    const twin = await fetch(`${stage.explorer.url}/try/json`)
    expect([twin.status, ((await twin.json()) as unknown[]).length]).toEqual([200, 2])
  })

  it('says that the devnet is away, and shows the last run with its time', async () => {
    stage.stub.mode = 'empty'
    expect((await stage.read('/try/mock-key')).text).toContain('What follows is the last run that was seen.')
    expect((await stage.read('/try/mock-key')).heading).toBe('Mock key')
    stage.stub.mode = 'error'
    expect((await stage.read('/try')).text).toContain('The devnet does not answer')
  })
})
