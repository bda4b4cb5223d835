import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { healthMounts } from '../../src/web/health.ts'
import { startWebServer, type WebServer } from '../../src/web/server.ts'

const logger = createLogger('silent', { write: () => {} })

describe('web/server', () => {
  let web: WebServer
  beforeEach(async () => {
    web = await startWebServer({ host: '127.0.0.1', port: 0, logger })
  })
  afterEach(() => web.close())

  it('serves an exact path and everything below a folder, and nothing else', async () => {
    web.mount({ path: '/one', request: (_request, response) => response.end('one') })
    web.mount({ path: '/folder/', request: (request, response) => response.end(request.url) })

    const answers = await Promise.all(['/one', '/one/more', '/folder/a?b=c', '/other'].map((path) => fetch(web.origin + path)))

    expect(answers.map(({ status }) => status)).toEqual([200, 404, 200, 404])
    expect(await answers[2]?.text()).toBe('/folder/a?b=c')
  })

  it('answers 500 without internals when a mount throws', async () => {
    web.mount({
      path: '/broken',
      request: () => {
        throw new Error('a secret detail')
      },
    })

    const answer = await fetch(`${web.origin}/broken`)

    expect(answer.status).toBe(500)
    expect(await answer.text()).toBe('internal error\n')
  })

  it('refuses upgrades that nobody serves', async () => {
    const { port } = new URL(web.origin)
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
      )
      socket.once('data', (bytes) => resolve(bytes.toString()))
    })

    expect(answer).toMatch(/^HTTP\/1\.1 404/)
  })

  it('says which address is taken and what to do', async () => {
    const port = Number(new URL(web.origin).port)

    await expect(startWebServer({ host: '127.0.0.1', port, logger })).rejects.toMatchObject({
      code: 'config_invalid',
      message: `The address 127.0.0.1:${port} cannot be used.`,
    })
  })

  it('names the part that is not ready', async () => {
    const metrics = { countEnding: () => {}, render: () => Promise.reject(new Error('no database')) }
    for (const mount of healthMounts(async () => ({ database: 'the database does not answer' }), metrics)) web.mount(mount)

    const [health, ready, figures] = await Promise.all(['healthz', 'readyz', 'metrics'].map((name) => fetch(`${web.origin}/${name}`)))

    expect([health?.status, ready?.status, figures?.status]).toEqual([200, 503, 503])
    expect(await ready?.json()).toEqual({ database: 'the database does not answer' })
  })
})
