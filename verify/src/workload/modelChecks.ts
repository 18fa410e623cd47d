/** Whether the measured model is the advertised one, and whether its weights are pinned. */
import { absent, failed, passed } from '../check.js'
import type { SettlementSubject } from '../subject.js'
import type { ModelEntry, TrustMaterial } from '../trust.js'
import type { Check } from '../verdict.js'
import { type Attested, describeServer, findAttested } from './attested.js'
import type { ComposeFacts, ModelServer } from './compose/facts.js'
import { isRepository } from './compose/servers.js'
import { listUndeclared, readWeightName } from './derivative.js'
import { findService } from './inForce.js'

/** What a service said on chain, and when it counts; the history may be empty where no chain was asked. */
export type AdvertisedBy = Pick<SettlementSubject, 'services' | 'blockTime'>

/** `model-matches` and `model-pinned` for code that serves its model itself. `statedAt` is that of the measurement. */
export function checkModel(
  subject: AdvertisedBy,
  facts: ComposeFacts,
  trust: TrustMaterial,
  statedAt: number | undefined,
): Check[] {
  const advertised = findService(subject.services, subject.blockTime)?.model
  if (advertised === undefined)
    return [
      absent('model-matches', 'What the service advertised at that time is not known.'),
      absent('model-pinned', 'What the service advertised at that time is not known.'),
    ]
  const attested = findAttested(facts, advertised)
  return [
    checkMatches(advertised, attested, trust, mayAccuse(subject, advertised, attested, statedAt)),
    checkPinned(attested, facts),
  ]
}

// A report of another time may be one of another model, honestly advertised then. And where the compose gives no names,
// the one server is only taken for the advertised one if the service cannot have a second model behind it.
function mayAccuse(
  subject: AdvertisedBy,
  advertised: string,
  attested: Attested,
  statedAt: number | undefined,
): boolean {
  if (statedAt === undefined || attested.kind === 'unknown') return false
  const then = findService(subject.services, statedAt)
  return then?.model === advertised && (attested.server.namesItself || then.pricing === 'plain')
}

function checkMatches(advertised: string, attested: Attested, trust: TrustMaterial, isAccusable: boolean): Check {
  const entry = findModel(trust, advertised)
  if (attested.kind === 'unknown')
    return absent('model-matches', `Which model answered is not measured: ${attested.why}.`, {
      expected: advertised,
      found: attested.found,
    })
  const { server } = attested
  const found = describeServer(server)
  if (entry === undefined)
    return absent('model-matches', `The list of models does not say what "${advertised}" stands for.`, {
      expected: advertised,
      found,
    })
  const shown = { expected: `${advertised} = ${entry.sku}`, found }
  const comparison = compare(advertised, entry, server, trust)
  if (comparison.kind === 'same') return passed('model-matches', shown)
  if (comparison.kind === 'unknown') return absent('model-matches', comparison.why, shown)
  if (!isAccusable)
    return absent('model-matches', `${comparison.why} The report is not one of the time of this offer.`, shown)
  return failed('model-matches', 'provider', comparison.why, shown)
}

type Comparison = { kind: 'same' } | { kind: 'other' | 'unknown'; why: string }

function compare(
  advertised: string,
  entry: ModelEntry,
  server: ModelServer & { model: string },
  trust: TrustMaterial,
): Comparison {
  const { model, quantization } = server
  if (!isRepository(model)) return { kind: 'unknown', why: `A path names no weights: ${model}.` }
  if (isOneOf(model, entry)) {
    if (quantization === null) return { kind: 'same' }
    const why = `The weights are changed at loading (--quantization ${quantization}), unless they are kept in that form.`
    return { kind: 'unknown', why }
  }
  const found = readWeightName(model)
  const sku = readWeightName(entry.sku)
  const undeclared = found.base === sku.base ? listUndeclared(found, advertised, sku) : []
  if (undeclared.length > 0)
    return { kind: 'other', why: `An undeclared derivative (${undeclared.join(', ')}) answers to the advertised name.` }
  const other = trust.models.find((candidate) => isOneOf(model, candidate) && !isOneOf(entry.sku, candidate))
  if (other !== undefined) return { kind: 'other', why: `Another model answers to the advertised name: ${other.sku}.` }
  return { kind: 'unknown', why: `Whether ${model} is the same as ${entry.sku} is not known.` }
}

/** The entry of the list of models for an advertised text, whatever its casing. */
export function findModel(trust: Pick<TrustMaterial, 'models'>, advertised: string): ModelEntry | undefined {
  return trust.models.find(({ service }) => service.toLowerCase() === advertised.toLowerCase())
}

function isOneOf(repository: string, { sku, sameAs }: ModelEntry): boolean {
  return [sku, ...sameAs].some((name) => name.toLowerCase() === repository.toLowerCase())
}

function checkPinned(attested: Attested, facts: ComposeFacts): Check {
  const expected = 'a commit of 40 hex digits, or a digest'
  if (attested.kind === 'unknown')
    return absent('model-pinned', `The model is claimed: ${attested.why}.`, { expected, found: attested.found })
  const { server } = attested
  const shown = { expected, found: describeServer(server) }
  if (isRepository(server.model)) {
    if (/^[0-9a-f]{40}$/.test(server.revision ?? '')) return passed('model-pinned', shown)
    const why = server.revision === null ? 'no revision is given' : `"${server.revision}" can be moved`
    return absent('model-pinned', `The model is claimed: ${why}, so that its weights can change unmeasured.`, shown)
  }
  const mounts = facts.services.find(({ name }) => name === server.service)?.mounts ?? []
  const image = mounts.find(({ kind, target }) => kind === 'image' && isWithin(server.model, target))
  const isCovered = mounts.some((mount) => mount !== image && isWithin(server.model, mount.target))
  if (image !== undefined && !isCovered && /@sha256:[0-9a-f]{64}$/.test(image.source))
    return passed('model-pinned', { expected, found: `${server.model} in ${image.source}` })
  return absent('model-pinned', 'The model is claimed: a path whose content no digest pins.', shown)
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}
