import type { Standing } from '../../lib/standing'
import type { IconName, Tone } from '../../lib/status'
import { Icon } from '../value/icon'

/** Being up to date proves nothing about anybody, so it is not green. */
const LOOK: Readonly<Record<Standing['state'], { icon: IconName; word: string; tone: Tone }>> = {
  current: { icon: 'pass', word: 'Up to date', tone: 'accent' },
  behind: { icon: 'waiting', word: 'Behind', tone: 'pending' },
  answers: { icon: 'pass', word: 'Answers', tone: 'accent' },
  down: { icon: 'unavailable', word: 'Does not work', tone: 'unavailable' },
  unknown: { icon: 'unavailable', word: 'Not known', tone: 'unavailable' },
}

/** The parts of this site, each with how it stands and why. */
export function Standings({ standings }: { standings: readonly Standing[] }) {
  return (
    <ul className="plain">
      {standings.map(({ part, state, because }) => (
        <li key={part}>
          <b>{part}</b>{' '}
          <span className={`status ink-${LOOK[state].tone}`}>
            <Icon name={LOOK[state].icon} />
            {LOOK[state].word}
          </span>
          : {because}.
        </li>
      ))}
    </ul>
  )
}
