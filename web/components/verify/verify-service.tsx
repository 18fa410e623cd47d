'use client'

import { useState } from 'react'
import { fetchReport } from '../../lib/verify/fetch-report'
import { RunState } from './run-state'
import { useVerifier } from './use-verifier'

/** Asks a service for its report and checks it, both in this browser. `url` is that of the report. */
export function VerifyService({ url, signer }: { url: string; signer: string }) {
  const { run, start } = useVerifier()
  const [own, setOwn] = useState<'asking' | { refused: string } | undefined>(undefined)

  async function verify(form: FormData) {
    setOwn('asking')
    try {
      const bytes = await fetchReport(url)
      const named = String(form.get('reportSigner') ?? '').trim()
      setOwn(undefined)
      start({ kind: 'file', bytes, options: named === '' ? {} : { signer: named } })
    } catch (error) {
      setOwn({ refused: (error as Error).message })
    }
  }

  return (
    <form
      className="verify-block"
      onSubmit={(event) => {
        event.preventDefault()
        void verify(new FormData(event.currentTarget))
      }}
    >
      <div className="verify-field">
        <label htmlFor="report-signer">
          Address that its report must bind: the signing key that the chain has for it
        </label>
        <input
          id="report-signer"
          name="reportSigner"
          type="text"
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          defaultValue={signer}
        />
      </div>
      <button type="submit" className="button verify-start" disabled={own === 'asking'}>
        Ask it for its report and check that
      </button>
      <p className="note wrap-anywhere">
        Asks <code>{url}</code> from this browser.
      </p>
      <RunState run={toRun(own, run)} rpc="" />
    </form>
  )
}

function toRun(
  own: 'asking' | { refused: string } | undefined,
  run: ReturnType<typeof useVerifier>['run'],
): typeof run {
  if (own === 'asking') return { phase: 'running', progress: { step: 'Asking for the report' } }
  return own === undefined ? run : { kind: 'refused', message: own.refused }
}
