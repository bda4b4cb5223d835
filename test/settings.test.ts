import { describe, expect, it } from 'vitest'
import { AppError } from '../src/errors.ts'
import { readSettings } from '../src/settings.ts'

function refusalOf(environment: Record<string, string>): string {
  try {
    readSettings(environment)
  } catch (error) {
    if (error instanceof AppError) return `${error.code}: ${error.message}`
    throw error
  }
  return ''
}

describe('settings', () => {
  it('starts the local Slack on loopback when nothing is set, empty variables included', () => {
    expect(readSettings({ SLACK_BOT_TOKEN: '', PORT: '' })).toEqual({
      slack: { mode: 'local' },
      host: '127.0.0.1',
      port: 3000,
      dataDir: './data',
      databaseUrl: null,
      configFile: null,
      logLevel: 'info',
    })
  })

  it('uses Socket Mode with an app token, HTTP with a signing secret', () => {
    expect(readSettings({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack).toMatchObject({
      mode: 'socket',
      apiUrl: null,
      notice: null,
    })
    expect(readSettings({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }).slack).toMatchObject({ mode: 'http' })
  })

  it('prefers Socket Mode and says so when both are set', () => {
    const { slack } = readSettings({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 's' })

    expect(slack).toMatchObject({ mode: 'socket', notice: expect.stringContaining('Socket Mode is used') })
  })

  it.each([
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'config_missing: SLACK_BOT_TOKEN is not set'],
    [{ SLACK_SIGNING_SECRET: 's' }, 'config_missing: SLACK_BOT_TOKEN is not set'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'config_missing: SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is not set'],
  ])('names what is missing of %o', (environment, refusal) => {
    expect(refusalOf(environment)).toContain(refusal)
  })

  it('never repeats the value of a secret', () => {
    expect(refusalOf({ SLACK_BOT_TOKEN: 'xoxb-very-secret', DATABASE_URL: 'mysql://user:very-secret@host/db' })).not.toContain(
      'very-secret',
    )
  })

  it.each([
    [{ SLACK_API_URL: 'http://127.0.0.1:4000' }, 'SLACK_API_URL: must be an address that ends in /api/'],
    [{ PORT: '99999' }, 'PORT: must be a number from 0 to 65535'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: must start with postgresql://'],
  ])('refuses %o in words', (environment, refusal) => {
    expect(refusalOf(environment)).toContain(refusal)
  })
})
