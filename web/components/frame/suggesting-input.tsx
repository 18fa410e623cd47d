'use client'

import { useId, useRef, useState } from 'react'
import { routes, type Suggestion } from '../../lib/routes'

/** Between the last key and the question to the server. Milliseconds. */
const WAIT = 180
/** Nobody is asked about fewer letters. */
const MIN_LETTERS = 2

/** The search box with suggestions, after the combobox pattern of ARIA. Without scripts it is the plain input of its form. */
export function SuggestingInput(props: { id: string; value: string; placeholder: string }) {
  const list = useId()
  const [found, setFound] = useState<readonly Suggestion[]>([])
  const [said, setSaid] = useState('')
  const [at, setAt] = useState(-1)
  const asked = useRef<{ timer?: ReturnType<typeof setTimeout>; stop?: AbortController }>({})

  function close() {
    clearTimeout(asked.current.timer)
    asked.current.stop?.abort()
    setFound([])
    setAt(-1)
    setSaid('')
  }

  function ask(text: string) {
    close()
    if (text.trim().length < MIN_LETTERS) return
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      const next = await fetchSuggestions(text.trim(), stop.signal)
      if (stop.signal.aborted || !next) return
      setFound(next)
      setSaid(
        next.length === 0 ? 'No suggestions' : `${next.length} ${next.length === 1 ? 'suggestion' : 'suggestions'}`,
      )
    }, WAIT)
    asked.current = { timer, stop }
  }

  function move(event: React.KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const open = found[at]
    if (event.key === 'Escape' && found.length > 0) {
      event.preventDefault()
      close()
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && found.length > 0) {
      event.preventDefault()
      // The box itself, -1, lies between the last and the first.
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt(((at + 1 + step + found.length + 1) % (found.length + 1)) - 1)
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      window.location.assign(open.href)
    }
  }

  return (
    <span className="combobox">
      <input
        id={props.id}
        name="q"
        type="text"
        enterKeyHint="search"
        defaultValue={props.value}
        maxLength={200}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-keyshortcuts="Control+K Meta+K /"
        placeholder={props.placeholder}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
        onInput={(event) => ask(event.currentTarget.value)}
        onKeyDown={move}
        onBlur={close}
      />
      <Options list={list} found={found} at={at} />
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </span>
  )
}

/** Always in the document, so that what the box says to control is there; empty and hidden while there is nothing. */
function Options({ list, found, at }: { list: string; found: readonly Suggestion[]; at: number }) {
  return (
    <div id={list} role="listbox" aria-label="Suggestions" className="options" hidden={found.length === 0}>
      {found.map(({ kind, href, label, detail, warnings }, place) => (
        // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the box has the focus and the keys
        <div
          key={href}
          id={`${list}-${place}`}
          role="option"
          aria-selected={place === at}
          // A press would take the focus from the box, which closes the list before the click arrives.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => window.location.assign(href)}
        >
          <span className="tag">{kind}</span> <bdi className="untrusted">{label}</bdi>{' '}
          {warnings.map((warning) => (
            <span key={warning} className="tag tag-warn">
              {warning}
            </span>
          ))}
          <bdi className="option-detail muted">{detail}</bdi>
        </div>
      ))}
    </div>
  )
}

async function fetchSuggestions(text: string, signal: AbortSignal): Promise<readonly Suggestion[] | undefined> {
  try {
    const response = await fetch(routes.suggest(text), { signal })
    return response.ok ? ((await response.json()) as Suggestion[]) : undefined
  } catch {
    return undefined
  }
}
