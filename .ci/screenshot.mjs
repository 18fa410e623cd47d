// Takes the README's picture from a running stack: `npm start` in one terminal, `npm run screenshot` in another.
import { chromium } from 'playwright-core'
import { ensureChromium } from './chromium.mjs'

const API = `http://127.0.0.1:${process.env.API_PORT ?? 4000}/graphql`
const WEB = `http://127.0.0.1:${process.env.WEB_PORT ?? 3000}`
const FILE = new URL('../docs/settlement.png', import.meta.url).pathname

/** A settlement whose bytes one storage node lied about: it shows most of what a page can say. */
async function findSettlement() {
  const query = `{ settlements(first: 100, filter: { outcome: [verified] }) {
    nodes { id trails { attempts { outcome } } }
  } }`
  const response = await fetch(API, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { data } = await response.json()
  const nodes = data?.settlements.nodes ?? []
  const lied = ({ trails }) => trails.some(({ attempts }) => attempts.some(({ outcome }) => outcome === 'mismatch'))
  return nodes.find(lied) ?? nodes[0]
}

const settlement = await findSettlement()
if (!settlement) throw new Error('No settlement has a verdict yet: wait until `npm start` names one.')
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage({ viewport: { width: 1200, height: 1500 }, colorScheme: 'light' })
await page.goto(`${WEB}/settlements/${settlement.id}`, { waitUntil: 'networkidle' })
await page.screenshot({ path: FILE })
await browser.close()
console.log(`${FILE} shows settlement ${settlement.id}`)
