/** A fact: what it is, and the value. Left out where the value is undefined. */
export interface Fact {
  name: string
  value: React.ReactNode
}

/** Facts as label and value, in one column (`list`) or as a strip of at most five (`strip`). */
export function Facts({ facts, layout = 'list' }: { facts: readonly Fact[]; layout?: 'list' | 'strip' }) {
  return (
    <dl className={`facts facts-${layout}`}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
