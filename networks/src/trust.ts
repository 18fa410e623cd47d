/** Trust material as a file holds it; `verify/` says what each entry is for. */
import { z } from 'zod'
import { address } from './address.js'

const text = z.string().min(1)
const day = z.iso.date('expected a day, e.g. 2026-11-01')
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256: 64 lower-case hex digits')
const register = z.string().regex(/^[0-9a-f]{96}$/, 'expected a measurement: 96 lower-case hex digits')
const der = z.base64('expected base64 of a DER certificate or key').min(1)

const pinnedRoot = { name: text, sha256, der, source: text, asOf: day }

const release = z.strictObject({
  name: text,
  version: text,
  composeHash: sha256,
  images: z.array(z.strictObject({ image: text, digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })),
  source: z.url(),
  commit: z.string().regex(/^[0-9a-f]{40}$/, 'expected a commit: 40 lower-case hex digits'),
  role: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('serves') }),
    z.strictObject({ kind: z.literal('relays'), endpoint: text, operator: text }),
  ]),
  from: day,
  until: day.nullable(),
})

const osImage = z.strictObject({
  name: text,
  imageHash: sha256.nullable(),
  mrtd: z.array(register),
  rtmr0: z.array(register),
  rtmr1: z.array(register),
  rtmr2: z.array(register),
  source: text,
  from: day,
  until: day.nullable(),
})

/** One entry of the list of models. */
export const modelSchema = z.strictObject({
  service: text,
  sku: text,
  licence: text,
  openWeights: z.boolean(),
  sameAs: z.array(text),
  tokenizer: z.literal('qwen3').nullable(),
  source: text,
  asOf: day,
})

/** Name under which a file takes the list of models that all networks share. */
export const MODELS_FILE = 'models.json'

/** The seven lists of a network's trust material. */
export const trustFileSchema = z.strictObject({
  mockSigners: z.array(z.strictObject({ address, source: text })),
  quoteRoots: z.array(
    z.strictObject({ ...pinnedRoot, verifiers: z.array(z.enum(['@phala/dcap-qvl', '@phala/dcap-qvl-web'])).min(1) }),
  ),
  gpuRoots: z.array(z.strictObject(pinnedRoot)),
  osImages: z.array(osImage),
  releases: z.array(release),
  models: z.union([z.literal(MODELS_FILE), z.array(modelSchema)]),
  sigstore: z.array(
    z.strictObject({
      name: text,
      certificateAuthorities: z.array(der),
      logKeys: z.array(der),
      issuers: z.array(z.strictObject({ issuer: z.url(), sources: z.url() })).optional(),
      source: text,
      asOf: day,
    }),
  ),
})

export type TrustFile = z.infer<typeof trustFileSchema>
/** Trust material with its models in it. */
export type Trust = Omit<TrustFile, 'models'> & { models: z.infer<typeof modelSchema>[] }
