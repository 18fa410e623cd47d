import { HOSTILE, hash, secondsAgo } from './story-values'

const plain = (name: string) => hash(name).slice(2)

/** The newest checkpoint, as `meta` names it. */
export function buildLogHead(hostile: boolean) {
  const origin = hostile ? HOSTILE[0] : 'touchstone/devnet/5f3a'
  return { origin, size: '61', root: plain('log root'), publishedAt: secondsAgo(4) }
}

/** A key, then a verdict of each settlement, newest first. */
export function buildLogEntries(settlements: readonly { id: string }[], hostile: boolean) {
  const verdicts = settlements.map(({ id }, place) => {
    const index = settlements.length - place
    const settlement = hostile && place % 2 === 0 ? HOSTILE[place % HOSTILE.length] : id
    return { ...base(index), kind: 'verdict', verdictId: String(index), entry: JSON.stringify({ settlement }) }
  })
  return [...verdicts, { ...base(0), kind: 'key', verdictId: null, entry: '{}' }]
}

/** Three checkpoints, of which the oldest stands on chain. */
export function buildLogCheckpoints() {
  return [61, 40, 1].map((size) => ({
    ...{ size: String(size), root: plain(`root ${size}`), publishedAt: secondsAgo(65 - size) },
    ...{ note: `touchstone/devnet/5f3a\n${size}\nroot\n`, anchorTx: size === 1 ? hash('anchor') : null },
    ...{ anchorBlock: size === 1 ? 7 : null, anchorRoot: null },
  }))
}

function base(index: number) {
  return { index: String(index), addedAt: secondsAgo(70 - index), leafHash: plain(`leaf ${index}`) }
}
