'use client'

import Link, { useLinkStatus } from 'next/link'

/** While a page is on its way this mark is in the document; the style sheet then shows the skeleton (loading.css). */
function PendingMark() {
  const { pending } = useLinkStatus()
  return pending ? <span className="pending-mark" /> : null
}

/** A link within the site. An ordinary link without scripts; nothing is fetched before it is used. */
export function PageLink(props: {
  href: string
  className?: string
  children: React.ReactNode
  current?: 'page' | 'true'
}) {
  return (
    <Link href={props.href} prefetch={false} className={props.className} aria-current={props.current}>
      {props.children}
      <PendingMark />
    </Link>
  )
}
