import { describe, expect, it } from 'vitest'
import { buildObjectHistory } from '../../../../src/causal/scene/build-object-history.ts'
import { carriedSecrets, servedCertificate } from '../../../../src/causal/scene/kubernetes/carried-secrets.ts'
import { factsOf, version } from '../../../support/facts.ts'
import { workload, WORKLOAD } from '../../families/cluster.ts'

const PAIR = 'shop/Secret/basket-pair'

function cluster(template: Readonly<Record<string, unknown>>, secrets: readonly ReturnType<typeof version>[] = []) {
  const objects = buildObjectHistory(factsOf({ object_versions: [workload(template), ...secrets] }))
  return { objects, own: objects.versionsOf(WORKLOAD) }
}

function carried(...given: Parameters<typeof cluster>) {
  const { objects, own } = cluster(...given)
  return own.flatMap((one) => carriedSecrets(one, objects)).map(({ entity, isMounted, names }) => ({ entity, isMounted, names }))
}

function served(...given: Parameters<typeof cluster>) {
  const { objects, own } = cluster(...given)
  return own.map((one) => servedCertificate(one, objects))
}

function mounting(...secrets: readonly string[]) {
  return { volumes: secrets.map((secretName) => ({ name: secretName, secret: { secretName } })) }
}

describe('causal/scene/kubernetes/carried-secrets', () => {
  it('finds what is mounted, projected and made variables, with all that it is called', () => {
    const template = {
      volumes: [
        { name: 'pair', secret: { secretName: 'basket-pair', items: [{ key: 'tls.crt' }] } },
        { name: 'all', projected: { sources: [{ secret: { name: 'basket-token' } }, { configMap: { name: 'basket' } }] } },
        { name: 'scratch', emptyDir: {} },
      ],
      containers: [
        {
          name: 'main',
          env: [
            { name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: 'basket-token', key: 'value' } } },
            { name: 'REGION', value: 'north' },
          ],
          envFrom: [{ secretRef: { name: 'basket-env' } }],
        },
      ],
    }

    expect(carried(template)).toEqual([
      { entity: PAIR, isMounted: true, names: ['basket-pair', 'tls.crt'] },
      { entity: 'shop/Secret/basket-token', isMounted: true, names: ['basket-token', 'API_TOKEN', 'value'] },
      { entity: 'shop/Secret/basket-env', isMounted: false, names: ['basket-env'] },
    ])
  })

  it('adds the keys of a Secret that was read, and leaves out the one that Kubernetes gives to every pod', () => {
    const own = version('shop/Secret/default-token', { type: 'kubernetes.io/service-account-token' })
    const read = version(PAIR, { data: { password: '' } })

    expect(carried(mounting('basket-pair', 'default-token'), [own, read])).toEqual([
      { entity: PAIR, isMounted: true, names: ['basket-pair', 'password'] },
    ])
  })

  it('takes for the certificate the one Secret that holds one, by its type or its key', () => {
    const both = mounting('basket-pair', 'other')

    expect(served(both, [version(PAIR, { type: 'kubernetes.io/tls' })])).toEqual([PAIR])
    expect(served(both, [version(PAIR, { data: { 'tls.crt': '', 'tls.key': '' } })])).toEqual([PAIR])
  })

  it('takes for it the one that is called so, where several are mounted', () => {
    expect(served(mounting('other', 'basket-tls'))).toEqual(['shop/Secret/basket-tls'])
    expect(served(mounting('basket-cert', 'basket-tls'))).toEqual([null])
  })

  it('takes none whose type, name and keys say nothing of a certificate', () => {
    expect(served(mounting('basket-pair'))).toEqual([null])
    expect(served(mounting('basket-pair'), [version(PAIR, { data: { password: '' } })])).toEqual([null])
    expect(served({ containers: [{ name: 'main', envFrom: [{ secretRef: { name: 'basket-pair' } }] }] })).toEqual([null])
  })
})
