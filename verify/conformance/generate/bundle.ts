import { createHash } from 'node:crypto'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { text, type Writer } from './writer.js'

const MTIME = new Date(Date.UTC(2000, 0, 1, 12))

/** Bundles that can be read, and every way in which one cannot. */
export async function bundleVectors(writer: Writer, whole: Uint8Array): Promise<void> {
  const as = writer.bytes('bundles/verified.zip', whole)
  const entries = unzipSync(whole)
  const find = (folder: string) => Object.keys(entries).find((name) => name.startsWith(folder)) ?? ''
  const repacked = (changes: Record<string, Uint8Array | null>) => {
    const kept = Object.entries({ ...entries, ...changes }).filter(
      (entry): entry is [string, Uint8Array] => entry[1] !== null,
    )
    return zipSync(Object.fromEntries(kept), { level: 6, mtime: MTIME })
  }
  const manifest = find('manifest/')
  const withManifest = (change: (json: string) => string) => {
    const changed = strToU8(change(new TextDecoder().decode(entries[manifest])))
    const digest = createHash('sha256').update(changed).digest('hex')
    return repacked({ [manifest]: null, [`manifest/${digest}.json`]: changed })
  }
  const replaced = (from: string, to: string) =>
    withManifest((json) => {
      if (!json.includes(from)) throw new Error(`The manifest lacks ${from}.`)
      return json.replace(from, to)
    })
  writer.vector('bundle/whole.pass', 'Everything that one verdict was made from.', { bundle: as })
  const refused: [string, string, Uint8Array][] = [
    ['truncated', 'The file is cut.', whole.slice(0, -30)],
    ['empty', 'No bytes.', new Uint8Array(0)],
    ['no-zip', 'Another kind of file.', strToU8('hello')],
    ['manifest-missing', 'Nothing says what it holds.', repacked({ [manifest]: null })],
    ['trail-missing', 'A file is missing.', repacked({ [find('trails/')]: null })],
    ['trail-other', 'Another file in its place.', repacked({ [find('trails/')]: strToU8('x') })],
    ['report-other', 'Another file in its place.', repacked({ [find('reports/')]: strToU8('{}') })],
    ['two-manifests', 'One says what it holds.', repacked({ 'manifest/00.json': strToU8('{}') })],
    ['file-more', 'A file that nothing names.', repacked({ 'trails/00.jsonl': strToU8('x') })],
    ['path-outside', 'A path out of the bundle.', repacked({ '../x.json': strToU8('x') })],
    ['other-version', 'Another version.', replaced('touchstone-bundle/1', 'touchstone-bundle/2')],
    ['amount-leading-zero', 'A decimal has one form.', replaced('"totalFee":"', '"totalFee":"0')],
    ['amount-exponent', 'A decimal has one form.', replaced('"unsettledAmount":"0"', '"unsettledAmount":"0e1"')],
    ['amount-number', 'Wrong type.', replaced('"unsettledAmount":"0"', '"unsettledAmount":0')],
    ['time-null', 'NaN is null in JSON.', replaced('"blockTime":1760000100000', '"blockTime":null')],
    ['time-fraction', 'Milliseconds are whole.', replaced('"blockTime":1760000100000', '"blockTime":1.5')],
    ['time-beyond-dates', 'No date is so late.', replaced('"blockTime":1760000100000', '"blockTime":9000000000000001')],
    ['key-twice', 'A key stands once.', replaced('"chainId":16661', '"chainId":1,"chainId":16661')],
    ['not-canonical', 'JSON has one form here.', withManifest((json) => `${json}\n`)],
    ['hash-upper-case', 'Hashes are lower-case.', replaced('"blockHash":"0x', '"blockHash":"0X')],
    ['id-of-another', 'The id follows from the facts.', replaced('"ordinal":0', '"ordinal":1')],
    ['generation-unknown', 'Four are known.', replaced('"generation":"E"', '"generation":"F"')],
    ['list-no-list', 'Wrong type.', replaced('"unfetched":[]', '"unfetched":{}')],
    ['manifest-array', 'Wrong type.', withManifest(() => '[]')],
  ]
  for (const [name, about, bytes] of refused)
    writer.vector(`bundle/${name}.refused`, about, {
      bundle: writer.variant(`bundles/${name}.zip`, bytes, { bytes: whole, as }),
    })
  writer.vector('bundle/not-bytes.refused', 'Wrong type.', { bundle: 5 })
  writer.vector('bundle/page.refused', 'An error page.', { bundle: text('<html>') })
}
