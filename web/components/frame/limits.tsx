/** What the evidence of a page does not establish. */
export function Limits({ limits }: { limits: readonly string[] }) {
  return (
    <ul className="limits">
      {limits.map((limit) => (
        <li key={limit}>{limit}</li>
      ))}
    </ul>
  )
}
