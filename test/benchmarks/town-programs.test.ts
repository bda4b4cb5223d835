import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ASSAY } from '../../benchmarks/town/assay/assay.ts'
import type { Business } from '../../benchmarks/town/business.ts'
import { BUSINESSES } from '../../benchmarks/town/choose-business.ts'
import { HARBOUR } from '../../benchmarks/town/harbour/harbour.ts'
import { PRESS } from '../../benchmarks/town/press/press.ts'

interface Ended {
  readonly code: unknown
  readonly text: string
}

/** Answers of the service proxy, in its words. */
const REFUSED = { status: 502, body: 'dial tcp 127.4.2.1:8080: connect: connection refused' }
const NO_HOST = { status: 502, body: 'dial tcp: lookup ledgerbook on 10.96.0.10:53: no such host' }
const NO_POD = { status: 502, body: 'dial tcp None:8080: connect: connection refused' }
const LATE = { status: 502, body: 'dial tcp 127.4.2.1:8080: i/o timeout' }
const BUSY = { status: 503, body: 'busy' }
const WELL = { status: 200, body: 'ok' }

describe('benchmarks/town programs', () => {
  let proxy: Server
  let answer = WELL
  let asked: string[] = []
  beforeAll(async () => {
    proxy = createServer((request, response) => {
      asked.push(`${request.url} as ${Buffer.from(request.headers['proxy-authorization']?.split(' ')[1] ?? '', 'base64').toString()}`)
      response.writeHead(answer.status).end(answer.body)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  })
  beforeEach(() => void (asked = []))
  afterAll(() => proxy.close())

  function run({ program }: Business, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const { port } = proxy.address() as AddressInfo
    const all = { PATH: process.env['PATH'] ?? '', HTTP_PROXY: `http://shop%2Fpod-1:x@127.0.0.1:${port}`, ...env }
    return new Promise((resolve) =>
      execFile(process.execPath, [program.page, ...args], { env: all }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, text: stdout + stderr }),
      ),
    )
  }

  const closeAccounts = () => run(HARBOUR, ['close-accounts', '--year=2025'], { LEDGER_URL: 'http://ledgerbook:8080' })
  const countShelves = () => run(ASSAY, ['count'], { STOCK_URL: 'http://stock:8070' })
  const digest = () => run(PRESS, ['digest', '--edition=morning'], { STORIES_URL: 'http://stories:8080' })

  it.each(BUSINESSES)('$name ends with the words of a program that does not know its command', async (business) => {
    const { code, text } = await run(business, ['nobody'])

    expect(code).not.toBe(0)
    expect(text).toMatch(/unknown (?:command|program) "nobody"/)
  })

  it('asks through the service proxy in the name of its pod', async () => {
    answer = WELL

    expect(await closeAccounts()).toMatchObject({ code: 0 })
    expect(await digest()).toEqual({ code: 0, text: 'digest sent to 1841 readers\n' })
    expect(await countShelves()).toEqual({ code: 0, text: 'count-shelves: 412 boxes, no difference\n' })
    expect(asked).toEqual([
      'http://ledgerbook:8080/rows as shop/pod-1:pod',
      'http://stories:8080/list as shop/pod-1:pod',
      'http://stock:8070/count as shop/pod-1:pod',
    ])
  })

  it.each([
    { met: NO_HOST, inGo: 'lookup ledgerbook on 10.96.0.10:53: no such host', inPython: 'ConnectionError: stories: dns' },
    { met: NO_POD, inGo: 'dial tcp None:8080: connect: connection refused', inPython: 'ConnectionError: stories: dns' },
    { met: REFUSED, inGo: 'dial tcp 10.4.2.1:8080: connect: connection refused', inPython: 'ConnectionError: stories: refused' },
    { met: LATE, inGo: 'dial tcp 10.4.2.1:8080: i/o timeout', inPython: 'ConnectionError: stories: connect' },
    {
      met: BUSY,
      inGo: 'ledgerbook answered 503 Service Unavailable',
      inPython: 'HTTPError: 503 Server Error for url: http://stories:8080/list',
    },
  ])('tells a call that met "$met.body" in the words of its language', async ({ met, inGo, inPython }) => {
    answer = met

    const [harbour, press] = await Promise.all([closeAccounts(), digest()])

    expect([harbour.code, press.code]).toEqual([1, 1])
    expect(harbour.text).toContain(inGo)
    expect(press.text).toContain(inPython)
  })

  it('ends a program whose callee refuses with the words of the callee', async () => {
    answer = BUSY

    expect(await countShelves()).toEqual({ code: 1, text: 'count-shelves: busy, try again later\n' })
  })

  it.each([11, 17])('ends a sidecar whose key has %i bytes with how many it wants', async (bytes) => {
    const { code, text } = await run(ASSAY, ['oidc-sidecar'], { OAUTH2_PROXY_COOKIE_SECRET: 'k'.repeat(bytes) })

    expect(code).toBe(1)
    expect(text).toContain(`cookie_secret must be 16, 24, or 32 bytes to create an AES cipher, but is ${bytes} bytes`)
  })
})
