/** Fields for what only the visitor has. They are read by the script of the page and are part of no request. */
export function PrivateFields() {
  return (
    <details className="verify-more">
      <summary>The trail is encrypted, and I have its key or plaintext</summary>
      <div className="verify-fields">
        <Field name="key" label="Key, 32 bytes as hex" hint="Used in this browser and never sent anywhere." />
        <FileField name="plaintext" label="Or the trail itself, decrypted" />
      </div>
    </details>
  )
}

/** A line of text. */
export function Field({ name, label, hint }: { name: string; label: string; hint?: string }) {
  return (
    <div className="verify-field">
      <label htmlFor={`verify-${name}`}>{label}</label>
      <input id={`verify-${name}`} name={name} type="text" autoComplete="off" spellCheck={false} maxLength={400} />
      {hint && <p className="note">{hint}</p>}
    </div>
  )
}

/** A file that is read where the page runs. */
export function FileField({ name, label }: { name: string; label: string }) {
  return (
    <div className="verify-field">
      <label htmlFor={`verify-${name}`}>{label}</label>
      <input id={`verify-${name}`} name={name} type="file" />
    </div>
  )
}
