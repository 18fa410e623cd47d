import { StaleBanner } from './stale-banner'

/** What every page has around its content: how old the data is, and the measure of the text. */
export function PageBody({ children }: { children: React.ReactNode }) {
  return (
    <>
      <StaleBanner />
      <div className="wrap">{children}</div>
    </>
  )
}
