'use client'

/** The last resort: the frame itself has a fault. Plain, since no style sheet can be relied upon here. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Touchstone: fault</title>
        <h1>This page has a fault</h1>
        <p>
          It is ours, and says nothing about any agent or provider. Reload the page. Error id: {error.digest ?? 'none'}.
        </p>
      </body>
    </html>
  )
}
