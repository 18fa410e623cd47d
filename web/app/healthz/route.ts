export const dynamic = 'force-dynamic'

/** The web server is up. It says nothing about the API: a page says that itself. */
export function GET(): Response {
  return Response.json({ ok: true })
}
