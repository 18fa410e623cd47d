'use client'

import { formatJson } from '../../lib/raw-facts'
import { CopyButton } from '../value/hash'
import { Untrusted } from '../value/untrusted'

/**
 * The body of a verdict, laid out for reading; what is copied is the form that was signed. In the document it stands once:
 * the button gets it when the page wakes up, and without scripts there is no button.
 */
export function SignedBody({ body }: { body: string }) {
  const give = (wrapper: HTMLSpanElement | null) => {
    const button = wrapper?.querySelector('button')
    if (button) button.dataset.copy = body
  }
  return (
    <>
      <p className="muted">
        Laid out for reading; the signature is over the canonical form.{' '}
        <span ref={give}>
          <CopyButton kind="signed body" />
        </span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>
        <Untrusted text={formatJson(body)} layout="block" />
      </pre>
    </>
  )
}
