import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDescriptions } from '../../../src/telemetry/kubectl-text/read-descriptions.ts'

const CONTEXT = { takenAt: new Date('2026-11-30T04:03:00Z'), namespace: null }
const printed = (name: string) => readFileSync(path.join(import.meta.dirname, 'printed', name), 'utf8')
const read = (name: string) => readDescriptions(printed(name), { ...CONTEXT, file: name })
const valueIn = (name: string) => read(name).objects.at(-1)?.value

describe('telemetry/kubectl-text/read-descriptions', () => {
  it.each([
    ['describe-pod.txt', 'Pod', 1],
    ['describe-deployment.txt', 'Deployment', 1],
    ['describe-statefulset.txt', 'StatefulSet', 1],
    ['describe-job.txt', 'Job', 1],
    ['describe-cronjob.txt', 'CronJob', 1],
    ['describe-service.txt', 'Service', 1],
    ['describe-endpoints.txt', 'Endpoints', 1],
    ['describe-ingress.txt', 'Ingress', 1],
    ['describe-networkpolicy.txt', 'NetworkPolicy', 1],
    ['describe-hpa.txt', 'HorizontalPodAutoscaler', 1],
    ['describe-pdb.txt', 'PodDisruptionBudget', 1],
    ['describe-pvc.txt', 'PersistentVolumeClaim', 1],
    ['describe-quota.txt', 'ResourceQuota', 1],
    ['describe-limitrange.txt', 'LimitRange', 1],
    ['describe-secret.txt', 'Secret', 1],
    ['describe-configmap.txt', 'ConfigMap', 1],
    ['describe-sa.txt', 'ServiceAccount', 2],
  ])('tells %s by its fields', (name, kind, count) => {
    const { objects, problems } = read(name)

    expect(objects.map(({ value }) => value['kind'])).toEqual(Array.from({ length: count }, () => kind))
    expect(objects.every(({ value }) => (value['metadata'] as Record<string, unknown>)['namespace'] === 'bakery')).toBe(true)
    expect(problems).toEqual([])
  })

  it('reads what a Job, a budget, an autoscaler and a claim say of themselves', () => {
    expect(valueIn('describe-job.txt')).toMatchObject({
      spec: {
        backoffLimit: 1,
        template: { spec: { containers: [{ name: 'main', command: ['sh', '-c', 'echo no such table; exit 2'] }] } },
      },
      status: { failed: 2, succeeded: 0, active: 0 },
    })
    expect(valueIn('describe-pdb.txt')).toMatchObject({
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'oven' } } },
      status: { currentHealthy: 0, desiredHealthy: 2 },
    })
    expect(valueIn('describe-hpa.txt')).toMatchObject({
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'oven' }, minReplicas: 1, maxReplicas: 4 },
      status: {
        conditions: [
          { type: 'AbleToScale', status: 'True' },
          { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' },
        ],
      },
    })
    expect(valueIn('describe-pvc.txt')).toMatchObject({ spec: { storageClassName: 'quick' }, status: { phase: 'Pending' } })
    expect(valueIn('describe-limitrange.txt')).toMatchObject({
      spec: { limits: [{ type: 'Container', default: { cpu: '100m', memory: '64Mi' } }] },
    })
  })

  it('reads where traffic goes and who may send it', () => {
    expect(valueIn('describe-service.txt')).toMatchObject({ spec: { selector: { app: 'owen' }, ports: [{ port: 80, targetPort: 8080 }] } })
    expect(valueIn('describe-ingress.txt')).toMatchObject({
      spec: {
        ingressClassName: 'missing',
        rules: [
          { host: 'bakery.example.com', http: { paths: [{ path: '/', backend: { service: { name: 'oven', port: { number: 80 } } } }] } },
        ],
      },
    })
    expect(valueIn('describe-networkpolicy.txt')).toMatchObject({
      spec: {
        podSelector: { matchLabels: { app: 'oven' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'front' } } }], ports: [{ port: 8080, protocol: 'TCP' }] }],
      },
    })
  })

  it('writes no rule for a direction that lets nothing through, and one without peers for all sources', () => {
    const policy = (body: string) =>
      readDescriptions(
        `Name:         p\nNamespace:    shop\nCreated on:   2026-11-30 04:02:08 +0000 UTC\nLabels:       <none>\nAnnotations:  <none>\nSpec:\n${body}`,
        {
          ...CONTEXT,
          file: 'p',
        },
      ).objects[0]?.value['spec']

    expect(
      policy(
        '  PodSelector:     <none> (Allowing the specific traffic to all pods in this namespace)\n  Allowing ingress traffic:\n    <none> (Selected pods are isolated for ingress connectivity)\n  Not affecting egress traffic\n  Policy Types: Ingress\n',
      ),
    ).toEqual({ podSelector: {}, policyTypes: ['Ingress'], ingress: [] })
    expect(
      policy(
        '  PodSelector:     app=a\n  Allowing ingress traffic:\n    To Port: <any> (traffic allowed to all ports)\n    From: <any> (traffic not restricted by source)\n    ----------\n    To Port: 80/TCP\n    From:\n      NamespaceSelector: team=x\n      PodSelector: app=b\n    From:\n      IPBlock:\n        CIDR: 10.0.0.0/8\n        Except: \n  Policy Types: Ingress\n',
      ),
    ).toEqual({
      podSelector: { matchLabels: { app: 'a' } },
      policyTypes: ['Ingress'],
      ingress: [
        {},
        {
          ports: [{ protocol: 'TCP', port: 80 }],
          from: [
            { namespaceSelector: { matchLabels: { team: 'x' } }, podSelector: { matchLabels: { app: 'b' } } },
            { ipBlock: { cidr: '10.0.0.0/8' } },
          ],
        },
      ],
    })
  })

  it('gives the texts of a ConfigMap, and of a Secret nothing but its keys', () => {
    expect(valueIn('describe-configmap.txt')).toMatchObject({ data: { flour: '500', 'app.yaml': 'a: 1\nb: 2' } })
    expect(valueIn('describe-secret.txt')).toMatchObject({ type: 'Opaque', data: { combination: '' } })
  })

  it('dates the events of a description from the moment of the dump', () => {
    expect(read('describe-job.txt').events.at(-1)).toEqual({
      locator: 'describe-job.txt#1.events.3',
      value: {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: {},
        involvedObject: { kind: 'Job', name: 'migrate', namespace: 'bakery' },
        reason: 'BackoffLimitExceeded',
        type: 'Warning',
        message: 'Job has reached the specified backoff limit',
        source: { component: 'job-controller' },
        count: 1,
        firstTimestamp: '2026-11-30T04:02:28.000Z',
        lastTimestamp: '2026-11-30T04:02:28.000Z',
      },
    })
  })

  it('reads the conditions of a custom resource', () => {
    const text =
      'Name:         loaf\nNamespace:    bakery\nLabels:       <none>\nAnnotations:  <none>\nAPI Version:  example.com/v1\nKind:         Recipe\nMetadata:\n  Creation Timestamp:  2026-11-30T04:02:08Z\nSpec:\n  Flour:  500\nStatus:\n  Conditions:\n    Last Transition Time:  2026-11-30T04:02:09Z\n    Message:               no flour\n    Reason:                Missing\n    Status:                False\n    Type:                  Ready\n    Last Transition Time:  2026-11-30T04:02:08Z\n    Status:                True\n    Type:                  Seen\n  Phase:                   Failed\nEvents:                    <none>\n'

    expect(readDescriptions(text, { ...CONTEXT, file: 'loaf' }).objects.map(({ value }) => value)).toEqual([
      {
        kind: 'Recipe',
        apiVersion: 'example.com/v1',
        metadata: { name: 'loaf', namespace: 'bakery', creationTimestamp: '2026-11-30T04:02:08Z' },
        status: {
          phase: 'Failed',
          conditions: [
            { lastTransitionTime: '2026-11-30T04:02:09Z', message: 'no flour', reason: 'Missing', status: 'False', type: 'Ready' },
            { lastTransitionTime: '2026-11-30T04:02:08Z', status: 'True', type: 'Seen' },
          ],
        },
      },
    ])
  })

  it('names an object that no field tells, and uses the others', () => {
    const { objects, problems } = readDescriptions(`${printed('describe-role.txt')}\n\n${printed('describe-service.txt')}`, {
      ...CONTEXT,
      file: 'both',
    })

    expect(objects.map(({ value, locator }) => [value['kind'], locator])).toEqual([['Service', 'both#10']])
    expect(problems).toEqual([
      {
        where: 'both',
        record: 1,
        what: 'it describes an object of a kind that is not told by its fields',
        unreadable: { count: 1, of: 2, unit: 'records' },
      },
    ])
  })

  it('says of a description in another language that only the English one is understood', () => {
    const german =
      'Name:             api-1\nNamensraum:       laden\nPriorität:        0\nDienstkonto:      default\nKnoten:           k-1/10.0.0.1\nStatus:           Läuft\n'

    expect(readDescriptions(german, { ...CONTEXT, file: 'api.txt' })).toEqual({
      objects: [],
      events: [],
      problems: [{ where: 'api.txt', record: null, what: expect.stringContaining('in other words than the English ones') }],
    })
    expect(readDescriptions('hello', { ...CONTEXT, file: 'x' }).problems[0]?.what).toBe('it is no output of `kubectl describe`')
  })
})
