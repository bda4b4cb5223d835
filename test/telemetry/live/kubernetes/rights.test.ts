import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { manifests } from '../../../../scripts/rbac.ts'
import { KUBERNETES_REQUESTS } from '../../../../src/telemetry/live/kubernetes/allowed.ts'
import { rulesOf } from '../../../../src/telemetry/live/kubernetes/rights.ts'

const RULES = (['objects', 'cluster-facts', 'logs'] as const).flatMap(rulesOf)

describe('the manifests of deploy/rbac', () => {
  it('are what the table gives', () => {
    const written = Object.fromEntries(readdirSync('deploy/rbac').map((file) => [file, readFileSync(`deploy/rbac/${file}`, 'utf8')]))
    expect(written).toEqual(manifests())
  })

  it('grant each request that is made, and nothing that is not', () => {
    const granted = new Set(
      RULES.flatMap(({ apiGroups, resources, verbs }) =>
        apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`))),
      ),
    )
    const needed = new Set(KUBERNETES_REQUESTS.flatMap(({ method, path, reads }) => (method === 'GET' ? rightsFor(path, reads) : [])))
    expect([...granted].toSorted()).toEqual([...needed].toSorted())
  })

  it('let nothing be changed, and no Secret be seen', () => {
    expect(RULES.flatMap(({ verbs }) => verbs).filter((verb) => !['get', 'list', 'watch'].includes(verb))).toEqual([])
    expect(
      RULES.flatMap(({ resources }) => resources).filter((resource) => /secret|\*|exec|attach|proxy|portforward/.test(resource)),
    ).toEqual([])
  })
})

/** The rights that an API server asks for a GET of a path, by what is done with it. */
function rightsFor(path: string, reads: string): readonly string[] {
  // Everybody may ask for the version (system:public-info-viewer).
  if (path === '/version') return []
  if (path === '/api/v1/namespaces/{namespace}') return ['get /namespaces']
  if (path.endsWith('/log')) return ['get /pods/log']
  const group = /^\/apis\/([^/]+)\//.exec(path)?.[1] ?? ''
  const resource = `${group}/${path.slice(path.lastIndexOf('/') + 1)}`
  return [`list ${resource}`, ...(reads.includes('watch=1') ? [`watch ${resource}`] : [])]
}
