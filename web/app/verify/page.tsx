import type { Metadata } from 'next'
import { PageBody } from '../../components/frame/page-body'
import { Section } from '../../components/frame/section'
import { RpcForm } from '../../components/verify/rpc-form'
import { ServiceSection } from '../../components/verify/service-section'
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

/** Files that a visitor has, from whomever. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const { rpc = '', service = '', signer = '' } = await readView(searchParams)
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
        <RpcForm action={routes.verify()} rpc={rpc} anchor="verify" keep={{ service, signer }} />
      </Section>
      <Section id="provider" title="From a provider">
        <ServiceSection service={service} signer={signer} rpc={rpc} />
      </Section>
    </PageBody>
  )
}
