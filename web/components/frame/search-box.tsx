import { routes } from '../../lib/routes'
import { SuggestingInput } from './suggesting-input'

/** A plain GET form: works without scripts, and a result has an address. */
export function SearchBox({ id, size, value }: { id: string; size: 'small' | 'large'; value: string }) {
  return (
    <search className={`search search-${size}`}>
      <form action={routes.search('')} method="get">
        <label htmlFor={id} className="sr-only">
          Agent, payer, provider, settlement or transaction
        </label>
        <SuggestingInput
          id={id}
          value={value}
          placeholder={size === 'small' ? 'Search' : 'Agent id, address, settlement, transaction or name'}
        />
        <button type="submit">Search</button>
      </form>
    </search>
  )
}
