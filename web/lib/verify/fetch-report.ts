import { readBody } from './download'
import { CannotCheckError } from './judged'
import { recognise } from './kind'

const TIMEOUT_MS = 30_000
/** A report with Intel's collateral is some hundred kilobytes. */
const MAX_BYTES = 8 * 1024 * 1024

/**
 * Asks a provider's service for its attestation report, from this browser. Whoever answers chooses the bytes: anything that is
 * no report is refused, a bundle that would verify too.
 * @throws CannotCheckError where nothing can be read, which says nothing about the provider.
 */
export async function fetchReport(url: string): Promise<Uint8Array> {
  const bytes = await readAnswer(url)
  if (recognise(bytes) !== 'report') throw new CannotCheckError(`${url} answers, but with no attestation report.`)
  return bytes
}

async function readAnswer(url: string): Promise<Uint8Array> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { signal, redirect: 'error', credentials: 'omit', cache: 'no-store' })
    if (!response.ok) throw new CannotCheckError(`${url} answers ${response.status}: it serves no report there.`)
    return await readBody(response, url, MAX_BYTES)
  } catch (cause) {
    if (cause instanceof CannotCheckError) throw cause
    const message = `This browser could not read ${url}: nobody answers, or the answer is not for pages of other sites. Fetch it with curl and drop the file.`
    throw new CannotCheckError(message, { cause })
  }
}
