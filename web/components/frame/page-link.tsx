/**
 * A link within the site: an ordinary one, which link-listener.tsx follows without a reload. A component of the browser for
 * each would cost a history of 25 rows a hundred of them, on the server and again when the page wakes up.
 */
export function PageLink(props: {
  href: string
  className?: string
  children: React.ReactNode
  current?: 'page' | 'true'
}) {
  return (
    <a href={props.href} className={props.className} aria-current={props.current} data-page="">
      {props.children}
    </a>
  )
}
