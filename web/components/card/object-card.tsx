import type { CardContent, CardWord } from '../../lib/card-content'
import type { Tone } from '../../lib/status'
import { CardFrame } from './card-frame'

/** The tones of the dark theme. Every one stands on a word that says the same. */
const INK: Readonly<Record<Tone, string>> = {
  verified: '#5fd38d',
  failed: '#ff8a80',
  unavailable: '#f0b849',
  pending: '#a3aebf',
  accent: '#6cb2f5',
  muted: '#a3aebf',
}

/** Characters that fit in large letters. */
const LONG = 180

/** The card of one object: what it is, what is said of it, as of when. */
export function ObjectCard({ card }: { card: CardContent }) {
  const { kind, id, verdict, sentence, questions, asOf } = card
  return (
    <CardFrame>
      <div style={{ fontSize: 30, marginTop: 18, color: '#a3aebf' }}>{kind}</div>
      <div style={{ fontSize: 24, marginTop: 6, color: '#a3aebf', wordBreak: 'break-all' }}>{id}</div>
      {verdict && <Word word={verdict} size={44} top={22} />}
      <div style={{ fontSize: verdict || sentence.length > LONG ? 34 : 44, marginTop: 16 }}>{sentence}</div>
      {questions.length > 0 && (
        <div style={{ display: 'flex', flexWrap: 'wrap', marginTop: 18 }}>
          {questions.map((word) => (
            <div key={word.text} style={{ display: 'flex', width: '50%' }}>
              <Word word={word} size={26} top={6} />
            </div>
          ))}
        </div>
      )}
      <div style={{ fontSize: 24, marginTop: 24, color: '#a3aebf' }}>{asOf}</div>
    </CardFrame>
  )
}

function Word({ word: { text, tone }, size, top }: { word: CardWord; size: number; top: number }) {
  return <div style={{ fontSize: size, marginTop: top, color: INK[tone] }}>{text}</div>
}
