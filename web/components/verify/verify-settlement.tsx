'use client'

import { useState } from 'react'
import { readOptionFields } from '../../lib/verify/read-form'
import { PrivateFields } from './private-fields'
import { RunState } from './run-state'
import { useVerifier } from './use-verifier'

/** Fetches the evidence bundle of a settlement and makes its verdict again, in a worker of this browser. */
export function VerifySettlement({ id, rpc }: { id: string; rpc: string }) {
  const { run, start } = useVerifier()
  const [wrong, setWrong] = useState<string | undefined>(undefined)

  async function verify(form: FormData) {
    try {
      setWrong(undefined)
      start({ kind: 'settlement', id, options: await readOptionFields(form) })
    } catch (error) {
      setWrong((error as Error).message)
    }
  }

  return (
    <div className="verify">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void verify(new FormData(event.currentTarget))
        }}
      >
        <PrivateFields />
        <button type="submit" className="button verify-start">
          Verify in my browser
        </button>
      </form>
      <RunState run={wrong === undefined ? run : { kind: 'refused', message: wrong }} rpc={rpc} />
    </div>
  )
}
