import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { manifests } from '../../scripts/rbac.ts'
import { firstcause } from '../support/command-line.ts'
import { findRealCluster, RealNamespace, sleeping } from '../support/real-cluster.ts'

const cluster = findRealCluster()
const whyNot = 'missing' in cluster ? cluster.missing : ''
const { admin, reader, stranger } = 'missing' in cluster ? { admin: '', reader: '', stranger: '' } : cluster

describe.skipIf(whyNot !== '')(`64: one's own cluster in one command ${whyNot}`, () => {
  let shop: RealNamespace
  beforeAll(async () => {
    shop = await RealNamespace.make(admin)
    await shop.create(sleeping('cart', 'registry.example/shop/missing-cart:2'))
    await shop.create(sleeping('quotes', 'registry.example/shop/quotes:1'))
    await shop.untilOneWaits('ImagePullBackOff')
  })
  afterAll(() => shop.close())

  const investigate = (kubeconfig: string, ...more: readonly string[]) => firstcause('investigate', '--kubeconfig', kubeconfig, ...more)

  it('names what is wrong, without any configuration, from nothing but a kubeconfig', async () => {
    const { code, stdout } = await investigate(admin, '--namespace', shop.name, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'diagnosis',
      rootCauses: [{ entity: `${shop.name}/Deployment/cart`, mechanism: 'image_reference_wrong' }],
    })
  })

  it('says which right is missing where nothing may be seen, and invents neither health nor a cause', async () => {
    const { code, stdout } = await investigate(reader)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Inconclusive: no source that could show health or failure answered/)
    expect(stdout).toContain('User "reader" cannot list resource "pods"')
  })

  it('says that the credentials are not accepted', async () => {
    const { stdout } = await investigate(stranger)
    expect(stdout).toMatch(/^Inconclusive/)
    expect(stdout).toContain('does not accept the credentials (401)')
  })

  it('says what is wrong with a kubeconfig, and what to do', async () => {
    const missing = await investigate('/no/such/kubeconfig')
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('there is no kubeconfig /no/such/kubeconfig')])
    const context = await investigate(admin, '--context', 'production')
    expect([context.code, context.stderr]).toEqual([1, expect.stringContaining('has no context "production"')])
    expect(context.stderr).toMatch(/Its contexts are: \S+/)
  })

  it('says that a namespace is not there', async () => {
    const { stdout } = await investigate(admin, '--namespace', 'no-such-shop')
    expect(stdout).toMatch(/^Inconclusive/)
    expect(stdout).toContain('there is no namespace no-such-shop')
    const checked = await firstcause('doctor', '--kubeconfig', admin, '--namespace', 'no-such-shop')
    expect([checked.code, checked.stdout]).toEqual([
      1,
      expect.stringMatching(/failed +kubernetes cluster: there is no namespace no-such-shop/),
    ])
  })

  it('with the rights of the manifests for one namespace it answers about that, and says that it saw no other', async () => {
    const texts = manifests()
    for (const file of ['objects-in-namespace.yaml', 'logs.yaml'] as const)
      for (const document of parseAllDocuments(texts[file] ?? '')) await shop.create(boundTo('reader', document.toJS()))
    const alone = await investigate(reader, '--namespace', shop.name, '--json')
    expect(JSON.parse(alone.stdout)).toMatchObject({ rootCauses: [{ entity: `${shop.name}/Deployment/cart` }] })
    const { stdout } = await firstcause('doctor', '--kubeconfig', reader, '--namespace', shop.name)
    expect(stdout).toMatch(/ok +kubernetes cluster: test-\w+: 2 Pods/)
    expect(stdout).not.toMatch(/missing|failed|warning/)
  })
})

interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly [field: string]: unknown }
  readonly subjects?: readonly unknown[]
  readonly [field: string]: unknown
}

/** The manifest with the user of this test in place of the service account. */
function boundTo(user: string, manifest: Manifest): Manifest {
  return manifest.subjects === undefined
    ? manifest
    : { ...manifest, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }] }
}
