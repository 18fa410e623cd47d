/** Fields of parsed JSON, each of the one form that it may have. */
import { fromBase64, isBase64 } from '../../base64.js'
import { isObject, type JsonObject, own } from '../../enclave/report/boundedJson.js'
import { ProvenanceError, type ProvenanceStep } from './provenanceError.js'

/** An object of named fields, in the step that an error is said of. */
export class JsonFields {
  constructor(
    private readonly object: JsonObject,
    private readonly step: ProvenanceStep,
    private readonly path: string,
  ) {}

  /** Reads JSON text. @throws ProvenanceError where it is no object */
  static parse(text: string, step: ProvenanceStep, path: string): JsonFields {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      throw new ProvenanceError(step, `${path}: expected JSON`)
    }
    return JsonFields.of(value, step, path)
  }

  static of(value: unknown, step: ProvenanceStep, path: string): JsonFields {
    if (!isObject(value)) throw new ProvenanceError(step, `${path}: expected an object`)
    return new JsonFields(value, step, path)
  }

  has(name: string): boolean {
    return own(this.object, name) !== null
  }

  child(name: string): JsonFields {
    return JsonFields.of(own(this.object, name), this.step, `${this.path}.${name}`)
  }

  /** A list of at least one and at most `most` objects. */
  list(name: string, most: number): JsonFields[] {
    const value = own(this.object, name)
    if (!Array.isArray(value) || value.length === 0 || value.length > most) {
      throw this.wrong(name, `a list of 1 to ${most}`)
    }
    return value.map((entry, at) => JsonFields.of(entry, this.step, `${this.path}.${name}[${at}]`))
  }

  text(name: string): string {
    const value = own(this.object, name)
    if (typeof value !== 'string') throw this.wrong(name, 'text')
    return value
  }

  /** Bytes of padded base64, at least one. */
  bytes(name: string): Uint8Array {
    const text = this.text(name)
    if (text === '' || !isBase64(text)) throw this.wrong(name, 'base64')
    return fromBase64(text)
  }

  /** A list of base64 texts with so many bytes each; empty where it is left out. */
  digests(name: string, most: number): Uint8Array[] {
    const value = own(this.object, name) ?? []
    if (!Array.isArray(value) || value.length > most) throw this.wrong(name, `a list of at most ${most}`)
    return value.map((entry) => {
      if (typeof entry !== 'string' || !isBase64(entry)) throw this.wrong(name, 'base64')
      return fromBase64(entry)
    })
  }

  /** A whole number from 0 as a decimal text; JSON of protocol buffers leaves a zero out. */
  count(name: string): number {
    const value = own(this.object, name) ?? '0'
    const isDecimal = typeof value === 'string' && /^(?:0|[1-9]\d{0,15})$/.test(value)
    if (!isDecimal || !Number.isSafeInteger(Number(value))) throw this.wrong(name, 'a decimal')
    return Number(value)
  }

  /** @throws ProvenanceError unless the field is that text */
  require(name: string, expected: string): void {
    if (own(this.object, name) !== expected) throw this.wrong(name, JSON.stringify(expected))
  }

  wrong(name: string, expected: string): ProvenanceError {
    return new ProvenanceError(this.step, `${this.path}.${name}: expected ${expected}`)
  }
}
