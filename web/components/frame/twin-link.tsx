import { routes } from '../../lib/routes'

/** The way to the same object as JSON: an ordinary link, since it is no page. */
export function TwinLink({ path }: { path: string }) {
  return (
    <p className="twin">
      <a href={routes.json(path)}>This page as JSON</a>
    </p>
  )
}
