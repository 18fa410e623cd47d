/** Undoes the escaping of a path segment; what cannot be undone stays as it is and is malformed to the parser. */
export function readSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
