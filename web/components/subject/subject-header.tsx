import { type Fact, Facts } from '../frame/facts'

/** Identity header: what it is, its name with the id beside it, one sentence, at most five facts. */
export function SubjectHeader(props: {
  kind: string
  title: React.ReactNode
  id: React.ReactNode
  facts: readonly Fact[]
  children: React.ReactNode
}) {
  return (
    <header className="subject-header">
      <p className="kind">{props.kind}</p>
      <h1>{props.title}</h1>
      <p className="subject-id">{props.id}</p>
      {props.children}
      <Facts facts={props.facts} layout="strip" />
    </header>
  )
}
