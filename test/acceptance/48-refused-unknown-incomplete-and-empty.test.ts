import { afterEach, describe, expect, it } from 'vitest'
import type { ServedCluster } from '../../benchmarks/live/object-api.ts'
import { firstcause } from '../support/command-line.ts'
import { FaultProxy, type Fault } from '../support/fault-proxy.ts'
import { LiveShop } from '../support/live-shop.ts'
import { HEALTHY } from '../support/shop-objects.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

/** What the command line says of a healthy shop whose API does this. */
async function investigate(served: Partial<ServedCluster>, metrics?: Fault): Promise<string> {
  const shop = await LiveShop.open({ objects: JSON.parse(JSON.stringify(HEALTHY)) as ServedCluster['objects'], ...served })
  opened.push(shop)
  const more: string[] = []
  if (metrics !== undefined) {
    const server = await FaultProxy.open()
    opened.push(server)
    server.fail(metrics)
    more.push('--prometheus', server.url)
  }
  const { code, stdout } = await firstcause('investigate', '--kubeconfig', shop.kubeconfig, ...more)
  expect(code).toBe(0)
  return stdout
}

describe('acceptance/48 refused, unknown, incomplete and empty are told apart', () => {
  it('only the complete, permitted, empty answer counts as absence', async () => {
    expect(await investigate({})).toMatch(
      /^No cause found: nothing departs from its baseline or its desired state in the objects and events of shop/,
    )
  })

  it.each([
    ['events that may not be listed', (path: string) => path === '/api/v1/events', /Kubernetes events: no right to read \/api\/v1\/events/],
    ['pods that may not be listed', (path: string) => path.endsWith('/pods'), /no right to read \/api\/v1\/pods|Pod of shop/],
    ['nothing that may be listed', () => true, /no right to read \/api\/v1/],
  ] as const)('%s are refused: no all-clear, and the right is named', async (_, isForbidden, words) => {
    const said = await investigate({ isForbidden })
    expect(said).toMatch(/^Inconclusive/)
    expect(said).toMatch(words)
  })

  it('a list that expired between two pages is incomplete: no all-clear', async () => {
    const many = Array.from({ length: 600 }, (_, index) => ({
      kind: 'Event',
      metadata: { name: `e${index}`, namespace: 'shop' },
      involvedObject: { kind: 'Pod', name: `p${index}`, namespace: 'shop' },
    }))
    const objects = [...(JSON.parse(JSON.stringify(HEALTHY)) as ServedCluster['objects']), ...many]
    const said = await investigate({ objects, isExpired: true })
    expect(said).toMatch(/^Inconclusive/)
    expect(said).toContain('only the first 500 could be listed')
    expect(said).not.toContain('Kubernetes objects: /api/v1/events')
  })

  it.each<[string, Fault, RegExp]>([
    ['401', { kind: 'answer', status: 401, body: '' }, /does not accept the credentials \(401\)/],
    ['500', { kind: 'answer', status: 500, body: '' }, /prometheus failed \(500\)/],
    [
      'a login page',
      { kind: 'answer', body: '<html>', headers: { 'content-type': 'text/html' } },
      /answered with a web page instead of data/,
    ],
    ['half an answer', { kind: 'answer', body: '{"status":"success","data":[' }, /not readable JSON/],
    ['a cut connection', { kind: 'cut' }, /was cut/],
    ['empty to everything', { kind: 'answer', body: '{"status":"success","data":[]}' }, /metrics: /],
  ])('a Prometheus that answers %s looks like no health: what it would have shown is not checked', async (_, fault, words) => {
    const said = await investigate({}, fault)
    expect(said).toMatch(words)
    expect(said).not.toMatch(/desired state in the [^;]*metrics/)
  })
})
