import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ObjectApi } from '../../../benchmarks/live/object-api.ts'
import type { Followed } from '../../../src/telemetry/http/ask.ts'
import { openHttp, type HttpReader, type HttpSource } from '../../../src/telemetry/http/open-http.ts'
import { KUBERNETES_REQUESTS } from '../../../src/telemetry/live/kubernetes/allowed.ts'

const SERVICES = '/api/v1/services'
const service = (name: string) => ({ kind: 'Service', metadata: { name, namespace: 'shop' } })

let api: ObjectApi
const readers: HttpReader[] = []
beforeEach(async () => {
  api = await ObjectApi.open({ objects: [service('cart')], isForbidden: (path) => path.endsWith('/pods') })
})
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()))
  await api.close()
})

interface Following {
  readonly reader: HttpReader
  readonly lines: readonly string[]
  readonly ended: Promise<Followed>
  readonly stop: () => void
}

/** Follows services from the version that is there, and gives the lines as they come. */
function follow(
  source: Partial<HttpSource> = {},
  { path = SERVICES, take = () => undefined as Promise<void> | undefined } = {},
): Following {
  const reader = openHttp({ name: 'prod', address: api.url, allowed: KUBERNETES_REQUESTS, ...source })
  readers.push(reader)
  const lines: string[] = []
  const stopping = new AbortController()
  const parameters = [['watch', '1'] as const, ['resourceVersion', String(api.watches.version)] as const]
  const more = async (some: readonly string[]) => {
    lines.push(...some)
    await take()
  }
  const ended = reader.follow({ method: 'GET', path, parameters }, more, stopping.signal)
  return { reader, lines, ended, stop: () => stopping.abort() }
}

async function isOpen(): Promise<void> {
  await expect.poll(() => api.watches.count).toBe(1)
}

describe('src/telemetry/http/follow-http', () => {
  it('hands on each line when it comes, whole, whatever the pieces in which it came, and ends with the answer', async () => {
    const { lines, ended } = follow()
    await isOpen()
    api.put(service('pay'))
    await expect.poll(() => lines).toEqual([expect.stringContaining('"name":"pay"')])
    for (const piece of ['{"type":"BOOK', 'MARK","price":"', '€"}', '\n\n']) api.watches.say(piece)
    await expect.poll(() => lines[1]).toBe('{"type":"BOOKMARK","price":"€"}')
    api.watches.end()
    expect(await ended).toEqual({ ending: 'ended' })
    expect(lines).toHaveLength(2)
  })

  it('is no end in good order when the connection is cut, or the last line is not whole', async () => {
    const cut = follow()
    await isOpen()
    api.watches.cut()
    expect(await cut.ended).toMatchObject({ ending: 'error', why: 'prod could not be followed: the connection was cut' })
    await expect.poll(() => api.watches.count).toBe(0)
    const torn = follow()
    await isOpen()
    api.watches.say('{"type":"ADD')
    api.watches.end()
    expect(await torn.ended).toMatchObject({ ending: 'error', why: 'the answer of prod ended in the middle of a line' })
  })

  it('ends when nothing was heard for as long as its limit', async () => {
    const { ended } = follow({ limits: { silenceMs: 50 } })
    expect(await ended).toMatchObject({ ending: 'error', code: 'telemetry_timeout', why: 'nothing was heard of prod for 0.05 s' })
  })

  it('ends at a line that is longer than its limit, whether its end has come or not', async () => {
    const { ended, lines } = follow({ limits: { maxLineCharacters: 1000 } })
    await isOpen()
    api.watches.say('x'.repeat(1001))
    expect(await ended).toMatchObject({ ending: 'error', why: 'a line of prod is longer than 1000 characters, its limit' })
    expect(lines).toEqual([])
  })

  it('says what is not allowed, refused, or more than its limit at once', async () => {
    expect(await follow({}, { path: '/api/v1/secrets' }).ended).toMatchObject({ ending: 'error', code: 'telemetry_denied' })
    expect(await follow({}, { path: '/api/v1/pods' }).ended).toMatchObject({ ending: 'forbidden', status: 403 })
    const { reader } = follow({ limits: { watches: 1 } })
    await isOpen()
    expect(await reader.follow({ method: 'GET', path: SERVICES }, () => undefined, new AbortController().signal)).toMatchObject({
      ending: 'error',
      why: 'prod is followed 1 times already, its limit',
    })
  })

  it('reads on only when what it had is taken, and stops when nobody takes it any more', async () => {
    const gate = Promise.withResolvers<void>()
    const { lines, ended, stop } = follow({}, { take: () => gate.promise })
    await isOpen()
    api.watches.say('"one"\n')
    await expect.poll(() => lines).toEqual(['"one"'])
    api.watches.say('"two"\n')
    gate.resolve()
    await expect.poll(() => lines).toEqual(['"one"', '"two"'])
    stop()
    expect(await ended).toMatchObject({ ending: 'error', code: 'telemetry_timeout', why: 'nobody follows prod any more' })
    await expect.poll(() => api.watches.count).toBe(0)
  })

  it('counts no watch among the questions, which are asked beside it', async () => {
    const { reader } = follow({ limits: { concurrency: 1 } })
    await isOpen()
    expect(await reader.ask({ method: 'GET', path: SERVICES }, new AbortController().signal)).toMatchObject({ ending: 'ok' })
    expect(reader.peak()).toBe(1)
  })
})
