import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { runRecorded, type RecordedAnswer } from '../../benchmarks/recorded/run-recorded.ts'
import { openSetPool } from '../../benchmarks/set-pool.ts'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { writeFiles, type KubernetesObject } from '../support/kubernetes-bundles.ts'
import {
  BROKEN_AT,
  claim,
  deployed,
  ended,
  envOf,
  HEALTHY,
  job,
  object,
  refused,
  service,
  slice,
  unavailable,
  unready,
  unscheduled,
  volume,
  worker,
} from '../support/shop-objects.ts'

interface Fault {
  /** Objects that take the place of those of the same kind and name. */
  readonly broken: readonly KubernetesObject[]
  /** Objects that are not there any more, as `Kind/name`. */
  readonly gone?: readonly string[]
  readonly cause: string
  readonly mechanism: RegExp
}

const BACK_OFF = { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container=main pod=basket-6d5f8c7b9-x2x4z_shop' }
const IMAGE = 'registry.example/shop/basket:9.9.9'
const PULLING = {
  reason: 'ImagePullBackOff',
  message: `Back-off pulling image "${IMAGE}": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": ${IMAGE}: not found`,
}
const STUCK = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'ReplicaSet "basket-6d5f8c7b9" has timed out progressing.',
}
const NO_ROOM = 'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.'
const BASKET = 'shop/Deployment/basket'
const NOT_CREATED = 'pods "basket-6d5f8c7b9-k8d2m" is forbidden:'

function notCreated(message: string): readonly KubernetesObject[] {
  return deployed('basket', { pod: null, conditions: unavailable(refused(message)) })
}

function crashed(terminated: Readonly<Record<string, unknown>>): readonly KubernetesObject[] {
  const last = { startedAt: BROKEN_AT, finishedAt: '2026-05-27T14:00:05Z', ...terminated }
  return deployed('basket', {
    pod: { ...unready({ waiting: BACK_OFF }, { restartCount: 3, lastState: { terminated: last } }), phase: 'Running' },
  })
}

function waiting(reason: string, message: string): readonly KubernetesObject[] {
  return deployed('basket', { container: envOf('price-list'), pod: unready({ waiting: { reason, message } }) })
}

function unplaced(message: string): readonly KubernetesObject[] {
  return deployed('basket', { pod: unscheduled(message), podSpec: { nodeName: undefined } })
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'selector-matches-no-pod': {
    broken: [service('basket', { selector: { app: 'cart' } }), slice('basket', [])],
    cause: 'shop/Service/basket',
    mechanism: /selector/,
  },
  'port-nobody-listens-on': {
    broken: [service('basket', { ports: [{ port: 80, targetPort: 9090, protocol: 'TCP' }] })],
    cause: 'shop/Service/basket',
    mechanism: /port/,
  },
  'zero-replicas': { broken: [...deployed('basket', { replicas: 0 }), slice('basket', [])], cause: BASKET, mechanism: /scaled_to_zero/ },
  'configmap-missing': {
    broken: waiting('CreateContainerConfigError', 'configmap "price-list" not found'),
    cause: BASKET,
    mechanism: /configmap_missing/,
  },
  'secret-missing': {
    broken: waiting('CreateContainerConfigError', 'secret "till-password" not found'),
    cause: BASKET,
    mechanism: /secret_missing/,
  },
  'secret-key-missing': {
    broken: waiting('CreateContainerConfigError', "couldn't find key pin in Secret shop/till-password"),
    cause: BASKET,
    mechanism: /secret_key_missing/,
  },
  'account-missing': {
    broken: notCreated(`${NOT_CREATED} error looking up service account shop/till: serviceaccount "till" not found`),
    gone: ['ServiceAccount/till'],
    cause: BASKET,
    mechanism: /service_account_missing/,
  },
  'claim-waits': {
    broken: [
      object('v1', 'PersistentVolumeClaim', 'orders', claim({ phase: 'Pending' }, 'fast')),
      object('v1', 'PersistentVolume', 'pv-1', volume({}), null),
      ...deployed('orders', {
        template: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'orders' } }] },
        pod: unscheduled('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found'),
        podSpec: { nodeName: undefined },
      }),
    ],
    cause: 'shop/PersistentVolumeClaim/orders',
    mechanism: /storage_class/,
  },
  'claim-waits-for-no-class': {
    broken: [
      object('v1', 'PersistentVolumeClaim', 'orders', claim({ phase: 'Pending' }, 'fast')),
      ...deployed('orders', {
        template: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'orders' } }] },
        pod: unscheduled('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found'),
        podSpec: { nodeName: undefined },
      }),
    ],
    gone: ['PersistentVolume/pv-1'],
    cause: 'shop/PersistentVolumeClaim/orders',
    mechanism: /storage_class/,
  },
  'node-closed': {
    broken: [
      worker({ unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: BROKEN_AT }] }),
      ...unplaced(`0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, ${NO_ROOM}`),
    ],
    cause: '_cluster/Node/worker-1',
    mechanism: /node_cordoned/,
  },
  'node-tainted': {
    broken: [
      worker({ taints: [{ key: 'reserved-for', value: 'batch', effect: 'NoSchedule' }] }),
      ...unplaced(`0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, ${NO_ROOM}`),
    ],
    cause: '_cluster/Node/worker-1',
    mechanism: /taint/,
  },
  'node-gone': {
    broken: [
      worker(
        { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: BROKEN_AT }] },
        { status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.', lastTransitionTime: BROKEN_AT },
      ),
    ],
    cause: '_cluster/Node/worker-1',
    mechanism: /kubelet|node/,
  },
  'quota-refuses': {
    broken: [
      object('v1', 'ResourceQuota', 'shop-limits', { spec: { hard: { pods: '3' } }, status: { hard: { pods: '3' }, used: { pods: '3' } } }),
      ...notCreated(`${NOT_CREATED} exceeded quota: shop-limits, requested: pods=1, used: pods=3, limited: pods=3`),
    ],
    cause: 'shop/ResourceQuota/shop-limits',
    mechanism: /quota/,
  },
  'admission-refuses': {
    broken: [
      object(
        'admissionregistration.k8s.io/v1',
        'ValidatingWebhookConfiguration',
        'guard',
        { webhooks: [{ name: 'pods.guard.example', failurePolicy: 'Fail' }] },
        null,
      ),
      ...notCreated('admission webhook "pods.guard.example" denied the request: no owner label'),
    ],
    cause: '_cluster/ValidatingWebhookConfiguration/guard',
    mechanism: /admission_webhook_refuses/,
  },
  'job-failed': {
    broken: job('nightly', {
      condition: { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' },
      pod: ended(2),
    }),
    cause: 'shop/Job/nightly',
    mechanism: /job_failed/,
  },
  'rollout-stands': {
    broken: deployed('basket', { container: { image: IMAGE }, pod: unready({ waiting: PULLING }), conditions: unavailable(STUCK) }),
    cause: BASKET,
    mechanism: /image_reference_wrong/,
  },
  'image-waited-for': {
    broken: deployed('basket', {
      container: { image: IMAGE },
      pod: unready({ waiting: { reason: 'ErrImagePull', message: PULLING.message.replace(/^.*?ErrImagePull: /, '') } }),
    }),
    cause: BASKET,
    mechanism: /image_reference_wrong/,
  },
  'crash-loop': { broken: crashed({ exitCode: 78, reason: 'Error' }), cause: BASKET, mechanism: /program_ends/ },
  'crash-loop-command': {
    broken: crashed({
      exitCode: 128,
      reason: 'StartError',
      message:
        'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "sevre": executable file not found in $PATH: unknown',
    }),
    cause: BASKET,
    mechanism: /command/,
  },
  'crash-loop-memory': { broken: crashed({ exitCode: 137, reason: 'OOMKilled' }), cause: BASKET, mechanism: /memory/ },
}

function idOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.name}`
}

/** Pods of a workload that is broken are replaced with it. */
function objectsWith({ broken, gone = [] }: Pick<Fault, 'broken' | 'gone'>): readonly KubernetesObject[] {
  const ids = new Set([...broken.map(idOf), ...gone])
  const owners = new Set(broken.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name))
  const isOwned = ({ kind, metadata }: KubernetesObject) =>
    kind === 'Pod' && [...owners].some((name) => metadata.name.startsWith(`${name}-`))
  return [...HEALTHY.filter((one) => !ids.has(idOf(one)) && !isOwned(one)), ...broken]
}

/** `kubectl get KIND -A -o yaml` for each kind, every other one as JSON. */
function listsOf(objects: readonly KubernetesObject[]): Readonly<Record<string, string>> {
  const byKind = [...Map.groupBy(objects, ({ kind }) => kind)]
  return Object.fromEntries(
    byKind.map(([kind, items], index) => {
      const list = {
        apiVersion: 'v1',
        items: JSON.parse(JSON.stringify(items)) as unknown,
        kind: 'List',
        metadata: { resourceVersion: '' },
      }
      const name = `${kind.toLowerCase()}s`
      return index % 2 === 0 ? [`${name}.yaml`, stringify(list)] : [`${name}.json`, JSON.stringify(list, null, 4)]
    }),
  )
}

/** What of the first cause rests on objects: the entity, its mechanism and whether its reasons quote them. */
function namedBy({
  rootCauses,
  receipts,
}: Diagnosis): readonly { readonly entity: string; readonly mechanism: string; readonly quotes: readonly string[] }[] {
  return rootCauses.map(({ entity, mechanism, for: reasons }) => {
    const ids = new Set(reasons.flatMap((reason) => reason.receipts))
    return {
      entity,
      mechanism,
      quotes: receipts.filter(({ id, source }) => ids.has(id) && source === 'kubernetes').map(({ quote }) => quote),
    }
  })
}

describe('acceptance/63 objects speak', () => {
  let dir: string
  const answers = new Map<string, RecordedAnswer>()
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'objects-'))
    const shops = {
      healthy: objectsWith({ broken: [] }),
      ...Object.fromEntries(Object.entries(FAULTS).map(([name, fault]) => [name, objectsWith(fault)])),
    }
    for (const [name, objects] of Object.entries(shops)) writeFiles(path.join(dir, 'cases', name), listsOf(objects))
    const pool = openSetPool([dir], { isInTurn: false })
    try {
      await runRecorded({ ...pool.work, dataDir: dir, onAnswer: (answer) => void answers.set(answer.case, answer) })
    } finally {
      await pool.close()
    }
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it.each(Object.entries(FAULTS))('names what is wrong from lists of objects alone: %s', (name, { cause, mechanism }) => {
    const { diagnosis, problem } = answers.get(name) ?? {}

    expect(problem).toBeUndefined()
    const [first] = diagnosis ? namedBy(diagnosis) : []
    expect(first).toMatchObject({ entity: cause, mechanism: expect.stringMatching(mechanism) as string })
    expect(first?.quotes).not.toEqual([])
  })

  it('claims nothing of the same lists without a fault', () => {
    expect(answers.get('healthy')?.diagnosis).toMatchObject({ rootCauses: [] })
  })

  it('says so through the command line, with the quote of the object', async () => {
    const folder = path.join(dir, 'cases', 'configmap-missing')

    const { stdout } = await promisify(execFile)(process.execPath, ['src/cli/main.ts', 'investigate', '--snapshot', folder, '--json'])

    const [first] = namedBy(JSON.parse(stdout) as Diagnosis)
    expect(first?.entity).toBe(BASKET)
    expect(first?.quotes.join('\n')).toContain('configmap "price-list" not found')
  })
})
