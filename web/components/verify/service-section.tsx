import { readService } from '../../lib/named-address'
import { routes } from '../../lib/routes'
import { NamedForm } from './named-form'
import { VerifyService } from './verify-service'

const CHAT = 'curl -sS "https://PROVIDER/v1/proxy/signature/CHAT_ID?model=MODEL" -o signature.json'

/** A provider's report as its service gives it to this browser now, and what else it answers. */
export function ServiceSection({ service, signer, rpc }: { service: string; signer: string; rpc: string }) {
  const read = service === '' ? undefined : readService(service)
  return (
    <>
      <NamedForm
        name="service"
        value={service}
        label="Address of a provider’s service"
        placeholder="https://provider.example.com"
        fault={read?.kind === 'malformed' ? read : undefined}
        action={routes.verify()}
        anchor="provider"
        keep={{ rpc, signer }}
      >
        It stands on the provider’s page. This page is loaded again with leave to ask that one address, and asks it for
        its attestation report when you say so.
      </NamedForm>
      {read?.kind === 'service' && <VerifyService url={read.url} signer={signer} />}
      <p>For a chat signature, fetch the answer yourself, and drop the file above:</p>
      <div className="body-text">
        <pre>{CHAT}</pre>
      </div>
      <p className="note">
        Add the bytes of request and response as they travelled: the signature covers their digests. Where a service
        does not answer browsers, <code>curl -sS https://PROVIDER/v1/quote -o report.json</code> does the same.
      </p>
    </>
  )
}
