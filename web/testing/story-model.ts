import { buildRevision, type buildSettlement } from './story-settlement'
import { type ListArgs, toConnection } from './story-subject'
import { HOSTILE, secondsAgo } from './story-values'

type Settlement = ReturnType<typeof buildSettlement>

/** A model that the trust file knows, with a gap in its prices, and one that it does not know. */
export function buildModels(providers: readonly string[], settlements: readonly Settlement[], hostile: boolean) {
  const models =
    settlements.length === 0
      ? []
      : [hostile ? HOSTILE[0] : 'qwen3-32b', 'unlisted/model'].map((name, n) => ({
          name: { text: name },
          services: n === 0 ? 2 : 0,
          known: n === 0 ? KNOWN : null,
          revisions:
            n === 0
              ? buildOffers(providers, hostile)
              : [{ ...buildRevision(providers[2] ?? '', 0, hostile), toBlock: 1_300 }],
          settlements: (args: ListArgs) => toConnection(n === 0 ? settlements : [], args),
        }))
  return {
    models: (args: ListArgs) => toConnection(models, args),
    model: ({ name }: { name: string }) => models.find((model) => model.name.text === name) ?? null,
  }
}

const KNOWN = {
  sku: 'Qwen/Qwen3-32B',
  licence: 'Apache-2.0',
  openWeights: true,
  source: 'https://huggingface.co/Qwen/Qwen3-32B',
  asOf: '2026-11-22',
}

/** The first provider changed its price once; the second went away for a while and came back dearer. */
function buildOffers(providers: readonly string[], hostile: boolean) {
  const offer = (n: number, fromBlock: number, toBlock: number | null, price: string, ago: number) => ({
    ...buildRevision(providers[n] ?? '', fromBlock, hostile),
    fromBlock,
    toBlock,
    outputPrice: price,
    fromTime: secondsAgo(ago),
  })
  return [
    offer(0, 100, 200, '100000000000', 40_000),
    offer(0, 200, null, '150000000000', 20_000),
    offer(1, 110, 150, '120000000000', 39_000),
    offer(1, 300, null, '300000000000', 10_000),
  ]
}
