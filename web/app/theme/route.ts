import { readTheme, THEME_COOKIE, toReturnPath } from '../../lib/theme'

/** Keeps the chosen theme for a year and goes back to where the visitor was. */
export async function POST(request: Request): Promise<Response> {
  const form = await request.formData()
  const theme = readTheme(String(form.get('theme')))
  const headers = new Headers({ location: toReturnPath(request.headers.get('referer'), request.headers.get('host')) })
  if (theme) headers.set('set-cookie', `${THEME_COOKIE}=${theme}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`)
  return new Response(null, { status: 303, headers })
}
