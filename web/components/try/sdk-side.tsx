import type { AttackRun } from '../../lib/try-run'
import { Untrusted } from '../value/untrusted'

/** What the official SDK answered, word by word, and why. */
export function SdkSide({ run }: { run: AttackRun }) {
  return (
    <section className="side" aria-labelledby="sdk">
      <h2 id="sdk">The official SDK</h2>
      {run.sdk.map((answer) => (
        <div key={answer.call} className="sdk-call">
          <p className="muted">
            <code className="wrap-anywhere">{answer.call}</code> {answer.ended === 'threw' ? 'threw' : 'answered'}
          </p>
          <p className="sdk-answer">
            <code>
              <Untrusted text={answer.answer} layout="sentence" />
            </code>
          </p>
          {answer.printed.length > 0 && (
            <>
              <p className="muted">and printed</p>
              <ul className="sdk-printed">
                {answer.printed.map((line) => (
                  <li key={line}>
                    <Untrusted text={line} />
                  </li>
                ))}
              </ul>
            </>
          )}
          <p className="muted sdk-made">
            {answer.package} {answer.version}, run in {answer.milliseconds} ms
          </p>
        </div>
      ))}
      <h3>Why</h3>
      {run.asExplained ? (
        <p>{run.why}</p>
      ) : (
        <p>
          The SDK answered otherwise this time than when its answer was explained. The explanation was about{' '}
          <code className="wrap-anywhere">{run.writtenAbout.join(' and ')}</code>, so it is left out.
        </p>
      )}
    </section>
  )
}
