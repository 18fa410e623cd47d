import { CELLS, widen } from '../../lib/history-filter'
import { QUESTION_LOOK } from '../../lib/questions'
import type { View } from '../../lib/routes'
import { STATUS_LOOK } from '../../lib/status'

/** What can be narrowed beside the outcome. An ordinary form: every choice ends in the address. */
export function HistoryForm(props: { view: View; action: string; providers: readonly string[] }) {
  const { view } = props
  const kept = Object.entries({ ...widen(view), outcome: view.outcome })
  const open = [view.cell, view.model, view.provider, view.from, view.until].some((choice) => choice !== undefined)
  return (
    <details className="narrow" open={open}>
      <summary>Narrow by question, model, provider or time</summary>
      <form action={`${props.action}#history`} method="get" className="narrow-form">
        {kept.map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
        <label>
          <span>Question</span>
          <select name="cell" defaultValue={view.cell ?? ''}>
            <option value="">any</option>
            {CELLS.map(({ question, cells }) => (
              <optgroup key={question} label={QUESTION_LOOK[question].asked}>
                {cells.map(({ value, status }) => (
                  <option key={value} value={value}>
                    {QUESTION_LOOK[question].name}: {STATUS_LOOK[status].word}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <label>
          <span>Model, letter by letter</span>
          <input name="model" defaultValue={view.model ?? ''} maxLength={200} autoComplete="off" spellCheck={false} />
        </label>
        {props.providers.length > 0 && (
          <label>
            <span>Provider</span>
            <select name="provider" defaultValue={view.provider ?? ''}>
              <option value="">any</option>
              {[...new Set([...props.providers, ...(view.provider ? [view.provider] : [])])].map((provider) => (
                <option key={provider} value={provider}>
                  {provider}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span>From day (UTC)</span>
          <input type="date" name="from" defaultValue={view.from ?? ''} />
        </label>
        <label>
          <span>To day, in it</span>
          <input type="date" name="until" defaultValue={view.until ?? ''} />
        </label>
        <button type="submit">Narrow</button>
      </form>
    </details>
  )
}
