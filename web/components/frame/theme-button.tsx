import { routes } from '../../lib/routes'

/**
 * Two buttons, of which the style sheet shows the one that changes something. A form, so that it works without scripts;
 * the choice is kept in a cookie that the server reads, so that no page flashes in the other theme.
 */
export function ThemeButton() {
  return (
    <form action={routes.theme()} method="post" className="theme">
      <button type="submit" name="theme" value="dark" className="to-dark" aria-label="Switch to the dark theme">
        <svg viewBox="0 0 16 16" className="icon" aria-hidden="true">
          <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z" />
        </svg>
      </button>
      <button type="submit" name="theme" value="light" className="to-light" aria-label="Switch to the light theme">
        <svg viewBox="0 0 16 16" className="icon" aria-hidden="true">
          <circle cx="8" cy="8" r="3" />
          <path d="M8 1.2v1.6m0 10.4v1.6M1.2 8h1.6m10.4 0h1.6M3.2 3.2l1.1 1.1m7.4 7.4 1.1 1.1m0-9.6-1.1 1.1m-7.4 7.4-1.1 1.1" />
        </svg>
      </button>
    </form>
  )
}
