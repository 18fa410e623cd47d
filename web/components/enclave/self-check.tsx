import { getNetwork } from '../../lib/api'
import type { ReportDetails } from '../../lib/enclave-api'
import { routes } from '../../lib/routes'
import { PageLink } from '../frame/page-link'
import { CopyButton } from '../value/hash'

/** An address that can stand between quotes in a shell without ending them or being anything but an address. */
const PLAIN_ADDRESS = /^https?:\/\/[A-Za-z0-9.:/_?=&%~-]{1,300}$/

/** Commands for whoever believes nobody: ask the service, compare the digest, judge the file. */
export async function SelfCheck({ report: { capture, decided } }: { report: ReportDetails }) {
  const trust = toTrustOption(await getNetwork())
  const { source, sha256, observedAt, binds } = capture
  const isPlain = PLAIN_ADDRESS.test(source.text)
  const at = new Date(observedAt).toISOString().slice(0, 19)
  const signer = binds && /^0x[0-9a-f]{40}$/.test(binds) ? ` --signer ${binds}` : ''
  return (
    <ol className="commands">
      <li>
        <p>
          Ask the service yourself. Its address was chosen by the provider
          {isPlain ? '' : ' and has characters that a shell could take for something else, so it is not put in'}.
        </p>
        <Command text={`curl -sS -o report.json '${isPlain ? source.text : '<address>'}'`} kind="command that asks" />
      </li>
      <li>
        <p>
          Compare. The same digest is the same answer; another one is only a newer answer, since a quote is made anew
          when its enclave restarts. Expected <code className="wrap-anywhere">{sha256}</code>.
        </p>
        <Command text="sha256sum report.json" kind="command that compares" />
      </li>
      <li>
        <p>Judge it, for the time of the observation, with the collateral of then.</p>
        <Command
          text={`npx touchstone verify report.json --collateral collateral.json --at ${at}Z${signer}${trust}`}
          kind="command that judges"
        />
      </li>
      {decided && (
        <li>
          <p>
            Or take the evidence bundle of{' '}
            <PageLink href={routes.settlement(decided.use.settlement.id)}>a settlement that rests on it</PageLink>: it
            holds the bytes as they were observed, and the collateral.
          </p>
          <Command text={`npx touchstone verify bundle.zip${trust}`} kind="command for the evidence" />
        </li>
      )}
    </ol>
  )
}

/** The program knows the roots of 0G's networks; a devnet's roots lie in the file that it wrote. */
function toTrustOption(network: Awaited<ReturnType<typeof getNetwork>>): string {
  const known = network.kind === 'found' ? network.value : network.kind === 'upstream-down' ? network.last?.value : null
  return known?.name === 'devnet' ? ' --trust .data/network.json' : ''
}

function Command({ text, kind }: { text: string; kind: string }) {
  return (
    <p className="command">
      <code className="wrap-anywhere">{text}</code>
      <CopyButton value={text} kind={kind} />
    </p>
  )
}
