import type { ModelEntry, TrustMaterial } from '@touchstone/verify'
import type { QuotePki } from '@touchstone/verify/mint'
import type { ProviderStory } from '../provider/story.js'
import { toRelease } from './code.js'
import { DEVNET_OS } from './report.js'

const SOURCE = 'made by this devnet'
const FROM = '2025-01-01'

/** The template's trust material with what this devnet made itself: the root of its PKI, its system, code and models. */
export function buildTrust(template: TrustMaterial, pki: QuotePki, stories: readonly ProviderStory[]): TrustMaterial {
  const { name, imageHash, mrTd, rtmr0, rtmr1, rtmr2 } = DEVNET_OS
  const registers = { mrtd: [mrTd], rtmr0: [rtmr0], rtmr1: [rtmr1], rtmr2: [rtmr2] }
  const known = new Set(template.models.map(({ service }) => service.toLowerCase()))
  return {
    ...template,
    quoteRoots: [pki.root],
    osImages: [{ name, imageHash, ...registers, source: SOURCE, from: FROM, until: null }],
    releases: stories.flatMap((story) =>
      story.enclave.kind === 'none' ? [] : (toRelease(story, story.enclave.code) ?? []),
    ),
    models: [...template.models, ...stories.filter(({ model }) => !known.has(model.toLowerCase())).map(toModel)],
  }
}

function toModel({ model, route }: ProviderStory): ModelEntry {
  const openWeights = route.kind === 'in-enclave'
  return {
    ...{ service: model, sku: model, licence: openWeights ? 'apache-2.0' : 'closed', openWeights },
    ...{ sameAs: [], tokenizer: null, source: SOURCE, asOf: FROM },
  }
}
