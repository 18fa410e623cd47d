'use client'

import { useEffect, useState } from 'react'
import { readRpc } from '../../lib/named-address'
import { askBlock, compareNamed, unconfirmedBlock } from '../../lib/verify/ask-block'
import type { Basis, Judged } from '../../lib/verify/judged'
import { Result } from './result'

/** A result with the word of whoever was asked about its block: the node in the address, or a hash typed in. */
export function VerifiedOutcome({ judged, rpc, milliseconds }: { judged: Judged; rpc: string; milliseconds: number }) {
  const [block, setBlock] = useState<Basis | undefined>(undefined)
  const [named, setNamed] = useState('')
  const address = readRpc(rpc)
  const url = address.kind === 'rpc' ? address.url : undefined

  useEffect(() => {
    let isCurrent = true
    setBlock(undefined)
    if (judged.block && url !== undefined)
      void askBlock(url, judged.block).then((basis) => {
        if (isCurrent) setBlock(basis)
      })
    return () => {
      isCurrent = false
    }
  }, [judged, url])

  const own = judged.block ? [block ?? unconfirmedBlock(judged.block)] : []
  return (
    <>
      <Result judged={judged} bases={[...own, ...judged.bases]} milliseconds={milliseconds} />
      {judged.block && (
        <form
          className="verify-block"
          onSubmit={(event) => {
            event.preventDefault()
            if (judged.block) setBlock(compareNamed(judged.block, named))
          }}
        >
          <label htmlFor="named-block">
            Hash of block {judged.block.blockNumber}, if you know it from a source that you trust
          </label>
          <div className="verify-row">
            <input
              id="named-block"
              value={named}
              maxLength={80}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => setNamed(target.value)}
            />
            <button type="submit" className="button">
              Compare
            </button>
          </div>
        </form>
      )}
    </>
  )
}
