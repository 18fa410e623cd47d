import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate with the key that it certifies, both PEM. */
export interface Certified {
  cert: string
  key: string
}

export interface CertificateAuthority extends Certified {
  /** Certifies a server of these names. @param until end of its validity; a day from now where absent. */
  certify(names: readonly string[], until?: Date): Certified
}

const DAY_MS = 86_400_000
const ECDSA_WITH_SHA256 = '2a8648ce3d040302'
const COMMON_NAME = '550403'
const BASIC_CONSTRAINTS = '551d13'
const SUBJECT_ALT_NAME = '551d11'

/** An authority of a new P-256 key that nobody trusts until told to. */
export function createAuthority(): CertificateAuthority {
  const name = 'Touchstone test authority'
  const pair = createPair()
  const isAuthority = extension(BASIC_CONSTRAINTS, sequence(Buffer.from('0101ff', 'hex')))
  const until = new Date(Date.now() + DAY_MS)
  const own = issue({ subject: name, issuer: name, until, extensions: [isAuthority] }, pair, pair.privateKey)
  return {
    ...own,
    certify: (names, end = until) => {
      const alternatives = names.map((it) => value(0x82, Buffer.from(it)))
      const extensions = [extension(SUBJECT_ALT_NAME, sequence(...alternatives))]
      return issue({ subject: names[0] ?? '', issuer: name, until: end, extensions }, createPair(), pair.privateKey)
    },
  }
}

interface Content {
  subject: string
  issuer: string
  until: Date
  extensions: Buffer[]
}

type Pair = ReturnType<typeof createPair>

function createPair() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

function issue({ subject, issuer, until, extensions }: Content, pair: Pair, signer: KeyObject): Certified {
  const algorithm = sequence(oid(ECDSA_WITH_SHA256))
  const serial = Buffer.from([1, ...Buffer.from(`${Date.now()}${subject}`).subarray(0, 15)])
  const content = sequence(
    value(0xa0, value(0x02, Buffer.of(2))),
    value(0x02, serial),
    algorithm,
    nameOf(issuer),
    sequence(time(new Date(until.getTime() - 30 * DAY_MS)), time(until)),
    nameOf(subject),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    value(0xa3, sequence(...extensions)),
  )
  const signature = value(0x03, Buffer.of(0), sign('sha256', content, signer))
  const der = sequence(content, algorithm, signature).toString('base64')
  const cert = `-----BEGIN CERTIFICATE-----\n${der.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`
  return { cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

function value(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

function sequence(...parts: Buffer[]): Buffer {
  return value(0x30, ...parts)
}

function oid(hex: string): Buffer {
  return value(0x06, Buffer.from(hex, 'hex'))
}

function nameOf(text: string): Buffer {
  return sequence(value(0x31, sequence(oid(COMMON_NAME), value(0x0c, Buffer.from(text)))))
}

function extension(id: string, content: Buffer): Buffer {
  return sequence(oid(id), value(0x04, content))
}

/** UTCTime, which reaches to 2049. */
function time(at: Date): Buffer {
  return value(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))
}
