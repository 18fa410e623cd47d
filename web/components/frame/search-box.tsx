import { routes } from '../../lib/routes'

/** A plain GET form: works without scripts, and a result has an address. */
export function SearchBox({ id, size, value }: { id: string; size: 'small' | 'large'; value: string }) {
  return (
    <search className={`search search-${size}`}>
      <form action={routes.search('')} method="get">
        <label htmlFor={id} className="sr-only">
          Agent, payer, provider, settlement or transaction
        </label>
        <input
          id={id}
          name="q"
          type="search"
          defaultValue={value}
          maxLength={200}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-keyshortcuts="Control+K Meta+K /"
          placeholder={size === 'small' ? 'Search' : 'Agent id, address, settlement, transaction or name'}
        />
        <button type="submit">Search</button>
      </form>
    </search>
  )
}
