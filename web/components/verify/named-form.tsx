import type { Malformed } from '../../lib/ids'
import { Untrusted } from '../value/untrusted'

/**
 * Names somebody who may be asked. A plain form: the page comes again with the name in its address, and only then does
 * its policy let it ask that one.
 */
export function NamedForm(props: {
  /** Of the field, and of the parameter in the page's address. */
  name: 'rpc' | 'service'
  value: string
  label: string
  placeholder: string
  fault: Malformed | undefined
  action: string
  /** Where the page goes on after it was loaded again. */
  anchor: string
  /** Parameters that stay as they are. */
  keep?: Readonly<Record<string, string | undefined>>
  children: React.ReactNode
}) {
  const { name, fault } = props
  const kept = Object.entries(props.keep ?? {}).filter(([, value]) => value)
  return (
    <form action={`${props.action}#${props.anchor}`} method="get" className="verify-block">
      {kept.map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={value} />
      ))}
      <label htmlFor={name}>{props.label}</label>
      <div className="verify-row">
        <input
          id={name}
          name={name}
          type="text"
          inputMode="url"
          defaultValue={props.value}
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          placeholder={props.placeholder}
        />
        <button type="submit" className="button">
          Name it
        </button>
      </div>
      {fault && (
        <p className="ink-unavailable">
          At <Untrusted text={fault.part} />, expected {fault.expected}.
        </p>
      )}
      <p className="note">{props.children}</p>
    </form>
  )
}
