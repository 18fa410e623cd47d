import { join } from 'node:path'
import type { Page } from 'playwright-core'

const WIDTHS = [1280, 768, 320]
const THEMES = ['light', 'dark'] as const

/**
 * Keeps how a page looks, whole, in both themes at three widths: `agent-320-dark.jpg`. Only where `SCREENSHOTS_DIR` names
 * a folder for them. The page is as wide and as light afterwards as it was.
 */
export async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS_DIR
  const before = page.viewportSize()
  if (!folder || !before) return
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: before.height })
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme })
      const file = `${name.replaceAll(/[^a-z]+/g, '-')}-${width}-${colorScheme}.jpg`
      await page.screenshot({ path: join(folder, file), type: 'jpeg', quality: 70, fullPage: true })
    }
  }
  await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: 'light' })
}
