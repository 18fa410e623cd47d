import { passOn, refuse } from '../../../../lib/passed-on'

/** Names of files of a log have these characters and no others; the API knows which of them exist. */
const PART = /^[a-z0-9][a-z0-9.-]{0,40}$/

/** A file of the verdict log, from the API, on the pages' own origin. */
export async function GET(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const { path } = await params
  if (path.length > 12 || !path.every((part) => PART.test(part))) return refuse(404, 'The log has no such file.')
  return passOn(`/v1/log/${path.join('/')}`, request.signal)
}
