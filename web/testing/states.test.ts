import { describe, expect, it } from 'vitest'
import { openStage } from './stage'
import { agentId, settlementId } from './story-values'
import { PAYERS, PROVIDERS } from './stub-world'

const stage = openStage()

describe('pages with data, without scripts', () => {
  it('home: what it is, network, every outcome in words, faulty source', async () => {
    const { status, text } = await stage.read('/')
    expect(status).toBe(200)
    for (const words of [
      'Inference verified',
      'Failed: provider’s evidence',
      'Paid. No evidence published',
      'Refused by the contract',
      'Could not check',
      'Waiting',
      'Relay verified',
      'Partly established',
    ])
      expect(text).toContain(words)
    expect(text).toContain('81 203 1 behind')
    expect(text).toContain('Faulty source http://127.0.0.1:5678 served wrong bytes 12 times')
    expect(text).toContain('< 0.000000001')
  })

  it('agent: identity, summary with its base, shares, history, links', async () => {
    const { heading, text } = await stage.read(`/agents/${agentId(3)}`)
    expect(heading).toBe('Delta Neutral')
    expect(text).toContain(agentId(3))
    expect(text).toMatch(/Of 12 payments \(0\.5786 0G\), 50 % have a published list/)
    expect(text).toContain('Failed: 6 on signature.')
    expect(text).toContain('Show as table')
    expect(text).toContain('No: too weak')
  })

  it('agent: opens with what is attested and what belongs to nobody, and is narrowed by the address', async () => {
    const { text } = await stage.read(`/agents/${agentId(3)}?cell=signature.fail&every=hour`)
    expect(text).toMatch(/0 % of 12 payments attested, 50 % opened, 6 failed, 25 % of 0\.7714 0G spent by its payers/)
    expect(text).toContain('in 30 hours')
    expect(await stage.page.locator('.row-link').count()).toBe(6)
    expect((await stage.read(`/agents/${agentId(3)}?cell=enclave.fail`)).text).toContain('No such settlement')
  })

  it('agent: says what was found behind its commitments, and accuses nobody by it', async () => {
    const { text } = await stage.read(`/agents/${agentId(1)}`)
    for (const words of [
      'in custody of',
      'nothing on chain says which they must be',
      'Could not be looked at: time-out',
      'The validator has not answered'.replace('The', 'the'),
      'Answered 0 of 100',
      'The source served other bytes. It accuses that source and nobody else.',
      '−12.5',
      'taken back',
    ])
      expect(text).toContain(words)
  })

  it('agent: strategy in words of its own, green nowhere, and what preceded no transaction known', async () => {
    const { text } = await stage.read(`/agents/${agentId(3)}`)
    for (const words of [
      'Equal to what was committed beforehand.',
      'Differs from what was committed beforehand. Which function made the committed value does not stand on chain',
      'Committed only after the inference: not beforehand.',
      'Not compared: neither the payer nor the provider wrote the file, but a stranger.',
      '1 of its cards does not lie on chain',
      'Not all were read',
      '412 transactions were sent by the wallet up to block',
      '31 of them are named by records of opened bills, after the inference that names them; 378 are named by none of them: what preceded them is not known.',
      '3 were sent by other addresses.',
      '5 are on other chains, and not looked up.',
      'Nothing tells whether it came after the inference.',
      'In no block that the node knows; no more is known.',
      'it reverted',
      'who is a stranger: none of them counts',
    ])
      expect(text).toContain(words)
    const section = stage.page.locator('section:has(> .section-head #strategy)')
    expect(await section.count()).toBe(1)
    expect(await section.locator('.ink-verified, .tone-verified, .ink-failed').count()).toBe(0)
    const uncommitted = await stage.read(`/agents/${agentId(1)}`)
    expect(uncommitted.text).toContain('Opened; nothing was committed beforehand.')
    expect(uncommitted.text).toContain('Not read: the file was read before this was kept.')
    expect(uncommitted.text).toContain('named by the records that are read here, not all there are')
    expect((await stage.read(`/agents/${agentId(2)}`)).text).toContain('The wallet is a contract')
    const { text: unopened } = await stage.read(`/agents/${agentId(0)}`)
    expect(unopened).toContain('How many transactions the wallet sent was not asked yet')
    expect(unopened).toContain('Nothing of its history is opened: no record can be compared.')
  })

  it('report: every mark in words, and how to check again', async () => {
    const { status, text } = await stage.read(`/agents/${agentId(3)}/report`)
    expect(status).toBe(200)
    for (const words of ['Proved', 'Attested', 'Partly', 'Failed', 'Claimed', 'Not published', 'Not looked at'])
      expect(text).toContain(words)
    expect(text).toContain('U+202E')
    expect(text).toContain('Check it again yourself')
  })

  it('compare: the same figures side by side, and which id is nobody’s', async () => {
    const { text } = await stage.read(`/compare?a=${agentId(0)}&a=${agentId(3)}&a=${agentId(99)}&a=x`)
    expect(text).toContain('Atlas Research')
    expect(text).toContain('Delta Neutral')
    expect(text).toContain('looks like the id of an agent, but nothing indexed has it')
    expect(text).toContain('At x, expected the prefix eip155')
    expect((await stage.read('/compare')).text).toContain('Name two to four agents')
  })

  it('home: claims against what verifies, and freshest failures', async () => {
    const { text } = await stage.read('/')
    expect(text).toContain('3 of 3 services claim in-enclave, 0 are by what they register, ')
    expect(text).toContain('names no account of a Router')
    expect(text).toContain('The six questions, over the network')
  })

  it('settlement: why it was judged again', async () => {
    const { text } = await stage.read(`/settlements/${settlementId(59)}`)
    expect(text).toContain('Made again: there was new evidence.')
    expect(text).toContain('superseded')
  })

  it('agent: raw and escaped colons are the same page', async () => {
    const raw = await stage.read(`/agents/${agentId(1)}`)
    const escaped = await stage.read(`/agents/${agentId(1).replaceAll(':', '%3A')}`)
    expect(raw.heading).toBe('Basis Trader')
    expect(escaped.heading).toBe('Basis Trader')
  })

  it('payer: the same page with accounts to the neuron and linked agents', async () => {
    const { text, status } = await stage.read(`/address/${PAYERS[1]?.toUpperCase().replace('0X', '0x')}`)
    expect(status).toBe(200)
    expect(text).toContain('1.234500000000000001')
    expect(text).toContain('Basis Trader')
  })

  it('provider: claimed beside derived, finding, revisions, signers', async () => {
    const { text } = await stage.read(`/providers/${PROVIDERS[1]}`)
    expect(text).toContain('Its label says more than is derived')
    expect(text).toContain('centralized:aliyun')
    expect(text).toContain('the contract’s owner said so')
    expect(text).toContain('0.05 0G')
  })

  it('settlement: failed check open with both digests, lying node named, stranger ignored', async () => {
    const { heading, text } = await stage.read(`/settlements/${settlementId(59)}`)
    expect(heading).toBe('Failed: the provider published a response other than the one it signed.')
    expect(text).toContain('1 failed · 2 not published · 3 passed')
    expect(text).toMatch(/expected\s+0x[0-9a-f]{64}\s+found\s+0x[0-9a-f]{64}/)
    expect(text).toContain('Served wrong bytes from http://127.0.0.1:5678')
    expect(text).toContain('this accuses the node, not the provider')
    expect(text).toContain('Anchored by a stranger')
    expect(text).toContain('superseded since')
    expect(text).toContain('That the signing key is held by a genuine enclave')
  })

  it('settlement: refused counts for nobody', async () => {
    const { text } = await stage.read(`/settlements/${settlementId(53)}`)
    expect(text).toContain('It counts for nobody')
  })

  it('settlement: a withheld body says so, and is no failure', async () => {
    await stage.read(`/settlements/${settlementId(60)}`)
    await stage.page.locator('.record summary').nth(1).click()
    expect(await stage.seen('.record[open]')).toContain('Request: withheld. Only its sha256 is published')
  })
})

describe('lists', () => {
  it('go on by a cursor in the address', async () => {
    const { text } = await stage.read(`/address/${PAYERS[0]}?after=10`)
    expect(text).toContain('← Newest')
    expect(text).toContain('No older ones')
  })

  it('refuse a cursor that is not theirs with words', async () => {
    stage.stub.mode = 'refuse'
    expect((await stage.read('/agents?after=zzz')).text).toContain('This address cannot be read')
  })
})

describe('the verdict log', () => {
  it('names its head, entries with their settlements, and what stands on chain', async () => {
    const { heading, text } = await stage.read('/log')
    expect(heading).toBe('Verdict log')
    expect(text).toContain('touchstone/devnet/5f3a')
    expect(text).toContain('Verdict 60 of this settlement')
    expect(text).toContain('block 7')
    expect((await stage.read('/log?after=50')).text).toContain('A key of the log comes into force')
  })

  it('without an entry says so', async () => {
    stage.stub.mode = 'empty'
    expect((await stage.read('/log')).text).toContain('No checkpoint was signed yet')
  })

  it('and the page for files say what does it without scripts', async () => {
    expect((await stage.read('/log')).text).toContain('npx touchstone log fsck')
    expect((await stage.read('/verify')).text).toContain('npx touchstone verify FILE')
  })

  it('shows nothing of an address that is no node', async () => {
    expect((await stage.read('/verify?rpc=ftp://x')).text).toContain('At ftp://x, expected the address of a node')
  })
})

describe('the network', () => {
  it('names contracts, the code behind them with its rules, and what a second index can compare', async () => {
    const { status, heading, text } = await stage.read('/network')
    expect([status, heading]).toEqual([200, 'Devnet'])
    expect(text).toMatch(/Index\s+Up to date\s*: 1 block behind the head\./)
    expect(text).toMatch(/Auditor\s+Up to date\s*: 6 settlements wait/)
    for (const words of ['inferenceServing', '4 120 events up to block 81 201', 'erc8004', 'touchstone/devnet/5f3a'])
      expect(text).toContain(words)
    const twin = await fetch(`${stage.explorer.url}/network/json`)
    expect(await twin.json()).toMatchObject({
      network: { chainId: 16_688 },
      registries: { nodes: [{ version: '2.0.0' }] },
    })
  })

  it('says what is behind and what is not there yet', async () => {
    stage.stub.mode = 'stale'
    expect((await stage.read('/network')).text).toMatch(/Index\s+Behind\s*: 2 204 blocks behind the head\./)
    stage.stub.mode = 'empty'
    const { text } = await stage.read('/network')
    expect(text).toMatch(/Verdict log\s+Not known\s*: no checkpoint was published yet\./)
    expect(text).toContain('No registry of agents was seen yet.')
  })
})

describe('the status', () => {
  it('of each service, what was asked a moment ago; of what cannot be asked, that', async () => {
    stage.stub.files.set('/readyz', '{"status":"ready"}')
    const { text } = await stage.read('/status')
    for (const words of ['API Answers', 'Auditor Up to date', 'Gateway Not known', 'at block 80 001', 'the oldest'])
      expect(text.replaceAll(/\s+/g, ' ').toLowerCase()).toContain(words.toLowerCase())
    expect(text).toMatch(/Bundles and the log’s files\s+Not known/)
    expect(text).toMatch(/Not under a checkpoint yet\s+none/)
  })

  it('while the API is down shows nothing that was known before', async () => {
    stage.stub.mode = 'hang-up'
    const { text } = await stage.read('/status')
    expect(text).toMatch(/This site\s+Answers/)
    expect(text).toMatch(/Index\s+Not known/)
    expect(text).not.toMatch(/Up to date|Old data/)
    const twin = (await (await fetch(`${stage.explorer.url}/status/json`)).json()) as { facts: unknown }
    expect(twin.facts).toBeNull()
  })
})

describe('the developers’ page', () => {
  it('shows three questions with what is answered now, and every way beside them', async () => {
    const { text } = await stage.read('/developers')
    for (const words of ['"outcome": "partial"', 'NewestFailure', '/v1/embed/{agent}', '/mcp', 'npx touchstone verify'])
      expect(text).toContain(words)
    expect(text).toContain(`${stage.stub.url}/graphql`)
  })
})

describe('empty', () => {
  it('because nothing happened yet: says since when we watch', async () => {
    stage.stub.mode = 'empty'
    const { text } = await stage.read('/')
    expect(text).toContain('No settlement yet')
    expect(text).toContain('We have watched from block 3 to block 81 203.')
    expect((await stage.read('/agents')).text).toMatch(/0 minted, 0 with a registration file, 0 with\s+payments/)
    expect((await stage.read('/agents')).text).toContain('No agent has a payment link yet')
    expect((await stage.read('/agents?show=amount')).text).toContain('Show all that were minted')
    expect((await stage.read('/providers')).text).toContain('No provider has registered a service yet')
  })

  it('because the agent has no payers', async () => {
    expect((await stage.read(`/agents/${agentId(7)}`)).text).toContain('No payer is linked to this agent')
  })

  it('because of a filter: offers to clear it', async () => {
    const { text } = await stage.read(`/agents/${agentId(0)}?outcome=verified`)
    expect(text).toContain('No settlement with the outcome “Inference verified”')
    expect(text).toContain('Show all settlements')
  })
})

describe('stale', () => {
  it('says so on every page', async () => {
    stage.stub.mode = 'stale'
    for (const path of ['/', '/agents', `/agents/${agentId(0)}`, `/settlements/${settlementId(60)}`])
      expect((await stage.read(path)).text, path).toContain('Indexed to block 79 000')
  })
})
