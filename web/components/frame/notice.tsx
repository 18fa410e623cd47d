/** A state of a page or of a part of it, said in a heading, a sentence and what to do next. */
export function Notice(props: {
  title: string
  tone?: 'muted' | 'unavailable' | 'failed'
  level?: 1 | 2 | 3
  children: React.ReactNode
}) {
  const Heading = `h${props.level ?? 3}` as const
  return (
    <div className={`notice tone-${props.tone ?? 'muted'}`}>
      <Heading className="notice-title">{props.title}</Heading>
      {props.children}
    </div>
  )
}
