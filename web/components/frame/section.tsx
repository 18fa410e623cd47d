/** A part of a page with an address of its own: the heading is the link to it. */
export function Section(props: { id: string; title: string; aside?: React.ReactNode; children: React.ReactNode }) {
  return (
    <section aria-labelledby={props.id} className="section">
      <div className="section-head">
        <h2 id={props.id}>
          <a href={`#${props.id}`}>{props.title}</a>
        </h2>
        {props.aside && <div className="section-aside">{props.aside}</div>}
      </div>
      {props.children}
    </section>
  )
}
