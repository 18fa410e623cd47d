'use client'

import { useEffect } from 'react'

/** Ctrl+K, ⌘K or a slash puts the cursor into the search box that can be seen; typing elsewhere is left alone. */
export function SearchShortcut() {
  useEffect(() => {
    function focus(event: KeyboardEvent) {
      const isChord = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k'
      const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)
      if (!isChord && !isSlash) return
      const boxes = document.querySelectorAll<HTMLInputElement>('input[name="q"]')
      const box = [...boxes].find((one) => one.checkVisibility())
      if (!box) return
      event.preventDefault()
      box.focus()
      box.select()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [])
  return null
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
