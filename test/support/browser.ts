import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
// The browser looks for nothing outside: every request of a test goes to the loopback address.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const found = PLACES.find((place) => existsSync(place))

/** Why browser tests are skipped, or null when they run. In CI a missing browser is a failure, not a skip. */
export function browserMissing(): string | null {
  if (found !== undefined || process.env['CI'] === 'true') return null
  return 'no Chromium found; install the package chromium to run the browser tests'
}

/** A headless browser on an empty profile. `close` removes the profile. */
export async function openBrowser(): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  if (found === undefined) throw new Error('no Chromium found; install the package chromium')
  const profile = mkdtempSync(path.join(tmpdir(), 'chromium-'))
  const context = await chromium.launchPersistentContext(profile, { executablePath: found, headless: true, args: FLAGS })
  return {
    context,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
