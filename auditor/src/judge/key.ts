import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Signs verdicts. */
export interface VerdictSigner {
  /** sha256 of the raw 32-byte public key, hex. */
  keyId: string
  /** Base64 Ed25519 signature over the UTF-8 bytes. */
  sign(body: string): string
  /** 32 bytes. */
  publicKey: Uint8Array
  /** Ed25519 signature of 64 bytes over the bytes. */
  signBytes(message: Uint8Array): Uint8Array
}

/** The key's file is unreadable or holds another kind of key. */
export class KeyFileError extends Error {
  override name = 'KeyFileError'
}

/**
 * Reads the signing key (Ed25519, PKCS 8, PEM); makes it, readable by its owner alone, where the file is missing.
 * Processes that start at the same time end up with the same key.
 * @throws KeyFileError naming the file and what was expected.
 */
export async function loadSigner(file: string): Promise<VerdictSigner> {
  return toSigner(parseKey((await findFile(file)) ?? (await createKeyFile(file)), file))
}

/** The same of a file that has to be there. @throws KeyFileError */
export async function readSigner(file: string): Promise<VerdictSigner> {
  const pem = await findFile(file)
  if (pem === undefined) throw new KeyFileError(`${file} does not exist. Name the file of the key before.`)
  return toSigner(parseKey(pem, file))
}

function toSigner(key: KeyObject): VerdictSigner {
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  return {
    keyId: createHash('sha256').update(raw).digest('hex'),
    sign: (body) => sign(null, Buffer.from(body, 'utf8'), key).toString('base64'),
    publicKey: new Uint8Array(raw),
    signBytes: (message) => new Uint8Array(sign(null, message, key)),
  }
}

function parseKey(pem: string, file: string): KeyObject {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    throw new KeyFileError(`${file} is no private key in PEM. Restore it, or remove it to begin with a new key.`, {
      cause,
    })
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw new KeyFileError(`${file} holds a key of type ${key.asymmetricKeyType}, expected ed25519.`)
}

async function findFile(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new KeyFileError(`${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

async function createKeyFile(file: string): Promise<string> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}.draft`
  await writeFile(draft, pem, { mode: 0o600 })
  try {
    // Linking fails where the file exists: the first process wins, whole.
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(file, 'utf8')
}
