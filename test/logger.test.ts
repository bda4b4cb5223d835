import { describe, expect, it } from 'vitest'
import { createLogger } from '../src/logger.ts'
import { ACTING_CHARACTERS, HOSTILE_WORDS } from './support/hostile-words.ts'

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  write(createLogger('info', { write: (line) => void lines.push(line) }))
  return lines.join('')
}

describe('logger', () => {
  it.each([
    [{ token: 'xoxb-1-secret' }],
    [{ slack: { botToken: 'hush-hush-secret' } }],
    [{ request: { headers: { authorization: 'Bearer a-secret' } } }],
    [{ settings: { databaseUrl: 'postgresql://me:my-secret@host/db' } }],
  ])('masks %o by its key', (details) => {
    const text = logged((logger) => logger.info(details, 'something happened'))

    expect(text).not.toContain('secret"')
    expect(text).toContain('[secret]')
  })

  it('writes JSON in which nothing acts on a terminal, and which means the same', () => {
    const text = logged((logger) =>
      logger.warn({ file: HOSTILE_WORDS, error: new Error(HOSTILE_WORDS).message }, 'a file could not be read'),
    )

    expect(text).not.toMatch(ACTING_CHARACTERS)
    // The address in it is somebody's, and masked.
    const words = HOSTILE_WORDS.replace('a@evil.example', '[masked]')
    expect(JSON.parse(text)).toMatchObject({ file: words, error: words })
  })

  it('masks tokens and passwords inside texts that a library wrote', () => {
    const error = new Error('GET https://user:pa55word@host/api?token=xoxb-12-abcDEF failed for xapp-1-A-2')

    const text = logged((logger) => logger.warn({ error: error.message, err: error }, 'a call failed'))

    for (const secret of ['pa55word', 'xoxb-12-abcDEF', 'xapp-1-A-2']) expect(text).not.toContain(secret)
  })

  it('writes one JSON line with level, time and message', () => {
    const line = JSON.parse(logged((logger) => logger.info({ investigationId: 'i1' }, 'run started'))) as object

    expect(line).toMatchObject({ level: 30, time: expect.any(String), investigationId: 'i1', msg: 'run started' })
  })
})
