import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configSchema } from '../../../src/config.ts'
import { openLinks, type LinkedSource, type Links } from '../../../src/telemetry/link/open-links.ts'
import { FaultProxy } from '../../support/fault-proxy.ts'

let server: FaultProxy
let dir: string
const opened: Links[] = []

beforeEach(async () => {
  server = await FaultProxy.open()
  dir = mkdtempSync(path.join(os.tmpdir(), 'links-'))
})
afterEach(async () => {
  for (const links of opened.splice(0)) await links.close()
  await server.close()
  rmSync(dir, { recursive: true })
})

function configured(...sources: readonly object[]): readonly LinkedSource[] {
  const { environments } = configSchema.parse({ environments: { shop: { sources } }, channels: [] })
  return environments['shop']?.sources.filter((one) => one.kind !== 'snapshot') ?? []
}

async function open(variables: Readonly<Record<string, string>>, ...sources: readonly object[]): Promise<Links> {
  const links = await openLinks(configured(...sources), { variable: (name) => variables[name], now: () => performance.now() })
  opened.push(links)
  return links
}

const query = { method: 'GET', path: '/api/v1/query', parameters: [['query', 'up']] } as const
const ask = (links: Links, source: string, request: Parameters<Links['ask']>[1] = query) =>
  links.ask(source, request, new AbortController().signal)

function kubeconfig(contents: string): string {
  const file = path.join(dir, 'kubeconfig')
  writeFileSync(file, contents)
  return file
}

const CLUSTER = (server: string) => `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: "${server}", insecure-skip-tls-verify: true } }]
users: [{ name: u, user: { token: secret-token-of-the-cluster } }]
contexts:
  - { name: here, context: { cluster: c, user: u, namespace: shop } }
  - { name: twice, context: { cluster: c, user: u } }
  - { name: twice, context: { cluster: c, user: u, namespace: pay } }
current-context: here
`

describe('a Prometheus', () => {
  it('is asked with the token that the variable holds, its headers, and nobody else is', async () => {
    const links = await open(
      { PROM_TOKEN: 'abc' },
      { kind: 'prometheus', url: server.url, auth: { bearerEnv: 'PROM_TOKEN' }, headers: { 'X-Scope-OrgID': 'shop' } },
    )
    expect(await ask(links, 'prometheus')).toMatchObject({ ending: 'ok' })
    expect(server.seen[0]?.headers).toMatchObject({ authorization: 'Bearer abc', 'x-scope-orgid': 'shop' })
    expect(JSON.stringify(links.sources)).not.toContain('abc')
  })

  it('is asked with user and password', async () => {
    const auth = { userEnv: 'PROM_USER', passwordEnv: 'PROM_PASSWORD' }
    const links = await open({ PROM_USER: 'reader', PROM_PASSWORD: 'pass' }, { kind: 'prometheus', url: server.url, auth })
    await ask(links, 'prometheus')
    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${btoa('reader:pass')}`)
  })

  it('is never asked to change anything', async () => {
    const links = await open({}, { kind: 'prometheus', url: server.url })
    for (const path of ['/api/v1/admin/tsdb/delete_series', '/-/reload', '/-/quit', '/api/v1/write'])
      expect(await ask(links, 'prometheus', { method: 'POST', path })).toMatchObject({ ending: 'error', code: 'telemetry_denied' })
    expect(server.seen).toEqual([])
  })
})

describe('a cluster', () => {
  it('is asked with what its kubeconfig says, in the context that is current or named', async () => {
    const file = kubeconfig(CLUSTER(server.url))
    const links = await open({}, { kind: 'kubernetes', name: 'prod', kubeconfig: file })
    expect(links.sources).toEqual([{ kind: 'kubernetes', name: 'prod', namespaces: null, ownNamespace: 'shop' }])
    await ask(links, 'prod', { method: 'GET', path: '/version' })
    expect(server.seen[0]?.headers.authorization).toBe('Bearer secret-token-of-the-cluster')
    expect(JSON.stringify(links.sources)).not.toContain('secret-token')
  })

  it.each([
    ['is not there', () => path.join(dir, 'none'), {}, /there is no kubeconfig .*none\. Name the file that kubectl uses/],
    ['is no kubeconfig', () => kubeconfig('just text'), {}, /leads to a cluster|is no kubeconfig/],
    [
      'has no such context',
      () => kubeconfig(CLUSTER(server.url)),
      { context: 'prod' },
      /has no context "prod"\. Its contexts are: here, twice, twice/,
    ],
    ['has two contexts of one name', () => kubeconfig(CLUSTER(server.url)), { context: 'twice' }, /has 2 contexts "twice"/],
  ] as const)('whose kubeconfig %s is closed, with the reason, and the others are used', async (_, fileOf, more, why) => {
    const links = await open({}, { kind: 'kubernetes', kubeconfig: fileOf(), ...more }, { kind: 'prometheus', url: server.url })
    expect(links.sources).toEqual([
      { kind: 'closed', name: 'kubernetes', why: expect.stringMatching(why) as string },
      { kind: 'prometheus', name: 'prometheus' },
    ])
    expect(await ask(links, 'kubernetes')).toMatchObject({ ending: 'error' })
    expect(await ask(links, 'prometheus')).toMatchObject({ ending: 'ok' })
  })

  it('in which firstcause does not run has no account for it', async () => {
    const links = await open({}, { kind: 'kubernetes', inCluster: true })
    expect(links.sources).toMatchObject([
      { kind: 'closed', why: expect.stringContaining('this is no pod with a service account') as string },
    ])
  })
})

it('a credential whose variable is not set closes its source, and says which', async () => {
  const links = await open({}, { kind: 'prometheus', url: server.url, auth: { bearerEnv: 'PROM_TOKEN' } })
  expect(links.sources).toEqual([
    {
      kind: 'closed',
      name: 'prometheus',
      why: 'PROM_TOKEN is not set, and the source prometheus takes its credentials from it. Set it and start again.',
    },
  ])
})
