'use client'

import { useEffect, useRef, useState } from 'react'

/** How long a button says that it has copied. Milliseconds. */
const SAID = 1_500

/**
 * One listener for all copy buttons, and one for the hashes: pointing at a hash marks the same hash elsewhere.
 * A component a button would cost a table of 25 rows some hundred of them.
 */
export function CopyListener() {
  const [said, setSaid] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    async function copy(event: MouseEvent) {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null
      if (!button) return
      const done = await writeClipboard(findText(button))
      button.dataset.done = done ? 'yes' : 'no'
      setSaid(done ? `Copied ${button.dataset.kind}` : 'Could not copy: the browser refused')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        delete button.dataset.done
        setSaid('')
      }, SAID)
    }
    const unmark = () => {
      for (const marked of document.querySelectorAll('.same-hash')) marked.classList.remove('same-hash')
    }
    function mark(event: Event) {
      unmark()
      const hash = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-hash]') : null
      if (!hash) return
      const same = document.querySelectorAll(`[data-hash="${CSS.escape(hash.dataset.hash ?? '')}"]`)
      if (same.length > 1) for (const other of same) other.classList.add('same-hash')
    }
    document.addEventListener('click', copy)
    document.addEventListener('mouseover', mark)
    document.addEventListener('focusin', mark)
    return () => {
      document.removeEventListener('click', copy)
      document.removeEventListener('mouseover', mark)
      document.removeEventListener('focusin', mark)
      clearTimeout(timer.current)
    }
  }, [])

  return (
    <output className={said ? 'toast' : 'sr-only'} aria-live="polite">
      {said}
    </output>
  )
}

/** What a button stands for: its own text, or the value that it stands in. */
function findText(button: HTMLElement): string {
  return button.dataset.copy || button.closest<HTMLElement>('[data-hash]')?.dataset.hash || ''
}

/** The clipboard of the browser; on plain HTTP it is missing, and a selection is copied instead. */
async function writeClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  }
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'sr-only'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}
