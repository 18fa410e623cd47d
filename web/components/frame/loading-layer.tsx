const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** The skeleton of a page, always in the document and shown by the style sheet while a link is being followed. */
export function LoadingLayer() {
  return (
    <div className="loading-layer" aria-hidden="true">
      <div className="bone bone-title" />
      <div className="bone bone-line" />
      <div className="bone-strip">
        <div className="bone" />
        <div className="bone" />
        <div className="bone" />
        <div className="bone" />
      </div>
      {ROWS.map((row) => (
        <div key={row} className="bone bone-row" />
      ))}
    </div>
  )
}
