'use client'

/** A fault of ours. Bad evidence and a missing server have pages of their own and do not come here. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="wrap">
      <div className="notice tone-failed">
        <h1 className="notice-title">This page has a fault</h1>
        <p>It is ours, and says nothing about any agent or provider. Try again, or search for something else.</p>
        {error.digest && (
          <p>
            Tell whoever runs this site the error id <code>{error.digest}</code>.
          </p>
        )}
        <p>
          <button type="button" className="button" onClick={reset}>
            Try again
          </button>
        </p>
      </div>
    </div>
  )
}
