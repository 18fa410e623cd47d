'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useTransition } from 'react'

/**
 * Follows every link of the site without loading the frame again; one listener for all of them. What asks for another tab
 * or window is left to the browser, and so is every link before the page is alive. While a page is on its way a mark is in
 * the document; the style sheet then shows the skeleton (loading.css).
 */
export function LinkListener() {
  const router = useRouter()
  const [pending, start] = useTransition()

  useEffect(() => {
    function follow(event: MouseEvent) {
      const href = event.target instanceof Element && event.target.closest('a[data-page]')?.getAttribute('href')
      if (!href || event.defaultPrevented || !isPlain(event)) return
      event.preventDefault()
      start(() => router.push(href))
    }
    document.addEventListener('click', follow)
    return () => document.removeEventListener('click', follow)
  }, [router])

  return pending ? <span className="pending-mark" /> : null
}

/** The main button alone: with a key held down a click asks for another tab, a window or a file. */
function isPlain(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
}
