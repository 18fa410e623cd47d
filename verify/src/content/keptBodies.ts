/** What published bodies turned out to be, found by digest. */
import { hexToBytes } from '@noble/hashes/utils.js'
import { createDigestTable } from '../kept/digestTable.js'
import type { KeptBytes } from '../kept/keptBytes.js'
import { createNumberList } from '../kept/numberList.js'
import type { BodyReading, ResponseReading } from './reading.js'
import type { UsageReading } from './usage.js'

/** Readings by the digest of the body; equal digests have equal readings. */
export interface KeptBodies<R extends BodyReading> {
  /** @throws KeptTooMuch */
  add(reading: R): void
  /** @param sha256 64 hex digits */
  find(sha256: string): R | undefined
}

/** Requests: seldom more than the digest. */
export function createKeptRequests(kept: KeptBytes): KeptBodies<BodyReading> {
  const table = createDigestTable(kept)
  const sealed = new Map<number, string>()
  return {
    add: (reading) => {
      const place = table.add(hexToBytes(reading.sha256))
      if (reading.sealed !== undefined) sealed.set(place, reading.sealed)
    },
    find: (sha256) => {
      const place = table.find(hexToBytes(sha256))
      if (place === undefined) return undefined
      const found = sealed.get(place)
      return found === undefined ? { sha256 } : { sha256, sealed: found }
    },
  }
}

/** Responses: the counts that they state, or why they state none, beside the digest. */
export function createKeptResponses(kept: KeptBytes): KeptBodies<ResponseReading> {
  const table = createDigestTable(kept)
  const usages = createKeptUsages(kept)
  const beside = new Map<number, Pick<ResponseReading, 'sealed' | 'sealedStream' | 'images'>>()
  return {
    add: ({ sha256, usage, ...others }) => {
      const known = table.size
      const place = table.add(hexToBytes(sha256))
      if (place < known) return
      usages.push(usage)
      if (Object.keys(others).length > 0) beside.set(place, others)
    },
    find: (sha256) => {
      const place = table.find(hexToBytes(sha256))
      return place === undefined ? undefined : { sha256, ...beside.get(place), usage: usages.at(place) }
    },
  }
}

/** Counts are safe whole numbers, and reasons are few. */
function createKeptUsages(kept: KeptBytes) {
  const reasons: string[] = []
  const prompts = createNumberList(kept, Float64Array)
  // Of a response without counts the place of the reason, below 0.
  const completions = createNumberList(kept, Float64Array)
  return {
    push: (usage: UsageReading): void => {
      if (usage.kind === 'stated') {
        prompts.push(Number(usage.usage.promptTokens))
        completions.push(Number(usage.usage.completionTokens))
        return
      }
      if (!reasons.includes(usage.why)) reasons.push(usage.why)
      prompts.push(0)
      completions.push(-1 - reasons.indexOf(usage.why))
    },
    at: (place: number): UsageReading => {
      const completion = completions.at(place)
      if (completion < 0) return { kind: 'unstated', why: reasons[-1 - completion] ?? '' }
      const usage = { promptTokens: BigInt(prompts.at(place)), completionTokens: BigInt(completion) }
      return { kind: 'stated', usage }
    },
  }
}
