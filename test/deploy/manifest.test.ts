import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { parseConfig } from '../../src/config.ts'

const object = z.looseObject({ kind: z.string(), metadata: z.object({ name: z.string(), namespace: z.string() }) })
const configMap = z.object({ data: z.record(z.string(), z.string()) })
const deployment = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        serviceAccountName: z.string(),
        securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.int().positive() }),
        containers: z.tuple([
          z.object({ securityContext: z.object({ readOnlyRootFilesystem: z.literal(true), allowPrivilegeEscalation: z.literal(false) }) }),
        ]),
      }),
    }),
  }),
})

describe('deploy/firstcause.yaml', () => {
  const objects = parseAllDocuments(readFileSync('deploy/firstcause.yaml', 'utf8')).map((document) => object.parse(document.toJS()))
  const named = (kind: string) => objects.find((one) => one.kind === kind)

  it('brings a configuration that firstcause takes, and reads the cluster that it runs in', () => {
    const text = configMap.parse(named('ConfigMap')).data['firstcause.yaml'] ?? ''
    expect(parseConfig(text, '/etc/firstcause/firstcause.yaml').environments['here']?.sources).toMatchObject([
      { kind: 'kubernetes', inCluster: true },
    ])
  })

  it('runs it as the account that the manifests of rights name, as nobody, on a root that cannot be written', () => {
    const { serviceAccountName } = deployment.parse(named('Deployment')).spec.template.spec
    const account = readFileSync('deploy/rbac/account.yaml', 'utf8')
    expect(account).toContain(
      `kind: ServiceAccount\nmetadata:\n  name: ${serviceAccountName}\n  namespace: ${named('Deployment')?.metadata.namespace}`,
    )
  })
})
