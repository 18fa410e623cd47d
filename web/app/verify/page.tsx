import type { Metadata } from 'next'
import { PageBody } from '../../components/frame/page-body'
import { Section } from '../../components/frame/section'
import { RpcForm } from '../../components/verify/rpc-form'
import { VerifyFiles } from '../../components/verify/verify-files'
import { routes } from '../../lib/routes'
import { readView, type SearchParams } from '../../lib/view'

const description =
  'Checks an evidence bundle, a trail, an attestation report or a chat signature in the browser, down to Intel’s root. No file leaves it.'

export const metadata: Metadata = {
  title: 'Verify a file',
  description,
  openGraph: { title: 'Verify a file', description, type: 'website' },
}

const REPORT = 'curl -sS https://PROVIDER/v1/quote -o report.json'
const CHAT = 'curl -sS "https://PROVIDER/v1/proxy/signature/CHAT_ID?model=MODEL" -o signature.json'

/** Files that a visitor has, from whomever. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const { rpc = '' } = await readView(searchParams)
  return (
    <PageBody>
      <div className="page-head">
        <h1>Verify a file</h1>
      </div>
      <p className="lead">
        An evidence bundle, a trail, an attestation report or a chat signature: recognised by its content and checked in
        this browser, with the code that judges every settlement here. The file stays where it is.
      </p>
      <Section id="verify" title="The file">
        <VerifyFiles rpc={rpc} />
        <noscript>
          <p className="note">
            This needs scripts. <code>npx touchstone verify FILE</code> does the same without a browser.
          </p>
        </noscript>
      </Section>
      <Section id="block" title="The block that a bundle rests on">
        <RpcForm action={routes.verify()} rpc={rpc} anchor="verify" />
      </Section>
      <Section id="curl" title="From a provider">
        <p>
          This page may ask no provider: its policy lets it reach this site and the node that you name, nothing else.
          Fetch the answer yourself, then drop the file.
        </p>
        <div className="body-text">
          <pre>{`${REPORT}\n${CHAT}`}</pre>
        </div>
        <p className="note">
          For a chat signature, add the bytes of request and response as they travelled: the signature covers their
          digests. The address of a service stands on its provider’s page.
        </p>
      </Section>
    </PageBody>
  )
}
