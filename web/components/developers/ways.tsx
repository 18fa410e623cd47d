import type { Way } from '../../lib/developers'

/** Addresses or commands, and what one gets by each. */
export function Ways({ ways, base = '' }: { ways: readonly Way[]; base?: string }) {
  return (
    <dl className="ways">
      {ways.map(({ text, gives }) => (
        <div key={text}>
          <dt>
            <code className="wrap-anywhere">{`${base}${text}`}</code>
          </dt>
          <dd>{gives}</dd>
        </div>
      ))}
    </dl>
  )
}
