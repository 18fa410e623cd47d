import { routes } from '../../lib/routes'
import { PageLink } from '../frame/page-link'
import { RpcForm } from './rpc-form'
import { VerifySettlement } from './verify-settlement'

/** The part of the evidence page that believes nothing of the rest of it. */
export function VerifySection({ id, rpc }: { id: string; rpc: string }) {
  return (
    <>
      <p className="lead">
        Makes the verdict again from the evidence bundle, in this browser: every hash, signature and quote. Nothing that
        you type or drop leaves it.
      </p>
      <RpcForm action={routes.settlement(id)} rpc={rpc} anchor="verify" />
      <VerifySettlement id={id} rpc={rpc} />
      <noscript>
        <p className="note">
          Without scripts, download the bundle below and run <code>npx touchstone verify bundle.zip</code>: the same
          checks.
        </p>
      </noscript>
      <p className="note">
        {/* A download, not a page: no client-side navigation. */}
        <a href={routes.bundle(id)} download>
          Download the evidence bundle
        </a>{' '}
        · checked offline by <code>npx touchstone verify bundle.zip</code> or on{' '}
        <PageLink href={routes.verify()}>the page for dropped files</PageLink>
      </p>
    </>
  )
}
