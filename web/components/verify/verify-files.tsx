'use client'

import { type DragEvent, useEffect, useState } from 'react'
import { readBytes, readOptionFields } from '../../lib/verify/read-form'
import { Field, FileField, PrivateFields } from './private-fields'
import { RunState } from './run-state'
import { useVerifier } from './use-verifier'

/** Checks a file that is dropped, chosen or pasted, in a worker of this browser. */
export function VerifyFiles({ rpc }: { rpc: string }) {
  const { run, start } = useVerifier()
  const [wrong, setWrong] = useState<string | undefined>(undefined)
  const [name, setName] = useState('')
  const [isOver, setIsOver] = useState(false)

  // Loaded before anything is dropped, so that a file can be checked after the network is gone.
  useEffect(() => start({ kind: 'prepare' }), [start])

  async function verify(form: FormData, file: File | undefined) {
    try {
      setWrong(undefined)
      const pasted = form.get('pasted')
      const chosen = file ?? (form.get('file') as File | null)
      const isFile = chosen !== null && chosen.size > 0
      setName(isFile ? chosen.name : 'pasted text')
      const bytes = isFile ? await readBytes(chosen) : new TextEncoder().encode(String(pasted ?? '').trim())
      start({ kind: 'file', bytes, options: await readOptionFields(form) })
    } catch (error) {
      setWrong((error as Error).message)
    }
  }

  function drop(event: DragEvent<HTMLFormElement>) {
    event.preventDefault()
    setIsOver(false)
    void verify(new FormData(event.currentTarget), event.dataTransfer.files[0])
  }

  return (
    <div className="verify">
      <form
        className={`verify-drop ${isOver ? 'verify-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        onSubmit={(event) => {
          event.preventDefault()
          void verify(new FormData(event.currentTarget), undefined)
        }}
      >
        <FileField name="file" label="Drop a file here, or choose one" />
        <div className="verify-field">
          <label htmlFor="verify-pasted">Or paste a trail, a report or a chat signature</label>
          <textarea id="verify-pasted" name="pasted" rows={5} spellCheck={false} autoComplete="off" />
        </div>
        <details className="verify-more">
          <summary>What I know beside the file</summary>
          <div className="verify-fields">
            <Field name="signer" label="Report: address that it must bind" />
            <Field name="at" label="Report: when it was observed" hint="ISO 8601 or milliseconds; now, if empty." />
            <FileField name="collateral" label="Report: Intel’s collateral, where it carries none" />
            <FileField name="request" label="Chat signature: bytes of the request" />
            <FileField name="response" label="Chat signature: bytes of the response" />
            <Field name="requestsHash" label="Trail: commitment that it must open" />
          </div>
        </details>
        <PrivateFields />
        <button type="submit" className="button verify-start">
          Check
        </button>
      </form>
      {name !== '' && <p className="muted wrap-anywhere">{name.slice(0, 120)}</p>}
      <RunState run={wrong === undefined ? run : { kind: 'refused', message: wrong }} rpc={rpc} />
    </div>
  )
}
