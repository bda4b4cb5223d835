import { object, type KubernetesObject } from '../../objects.ts'
import { buildWorkload } from '../workload.ts'
import { MOORINGS, SKERRY } from '../objects.ts'
import { apply, patchContainer, patchPod, policy, restart, scale, type Step, type TownCase } from '../../town-case.ts'

const BOOKING = 'Bookings are down. Where did it begin?'
const TIMETABLE = 'The timetable is down. Where did it begin?'
const UNSCHEDULABLE = 'schedul|affinity|selector|node|resource|insufficient|request'
/** A label that no node has. */
const SAFE_ONLY = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'vault', operator: 'In', values: ['yes'] }] }] }
const NODES = ['node-1', 'node-2'] as const

/** Everything that decides whether and where a pod may run. */
export const PLACEMENT: readonly TownCase[] = [
  {
    id: 'scaled-to-zero',
    kind: 'scale',
    fix: ['moorings/Deployment/tides'],
    mechanism: 'scale|replica|zero',
    near: ['tides'],
    question: TIMETABLE,
    steps: [scale(MOORINGS, 'deployment/tides', 0)],
  },
  {
    id: 'quota-full',
    kind: 'quota',
    fix: ['moorings/ResourceQuota/harbour-dues'],
    mechanism: 'quota',
    near: ['berths', 'harbour-dues'],
    question: BOOKING,
    steps: [
      apply('v1', 'ResourceQuota', { namespace: MOORINGS, name: 'harbour-dues', spec: { hard: { pods: '5' } } }),
      restart(MOORINGS, 'deployment/berths'),
    ],
  },
  {
    id: 'limit-range-refuses',
    kind: 'limits',
    fix: ['skerry/LimitRange/thrift', 'skerry/Deployment/passage'],
    mechanism: 'limit|memory|quota|admission|refus|forbid',
    near: ['passage', 'thrift'],
    question: BOOKING,
    steps: [
      apply('v1', 'LimitRange', { namespace: SKERRY, name: 'thrift', spec: { limits: [{ type: 'Container', max: { memory: '128Mi' } }] } }),
      restart(SKERRY, 'deployment/passage'),
    ],
  },
  {
    id: 'nodes-tainted',
    kind: 'taint',
    fix: ['_cluster/Node/node-1', '_cluster/Node/node-2'],
    mechanism: 'taint|tolerat|schedul',
    near: ['berths', ...NODES],
    question: BOOKING,
    steps: [
      ...NODES.map((node) => ({ kubectl: ['taint', 'node', node, 'dock=closed:NoSchedule'] })),
      restart(MOORINGS, 'deployment/berths'),
    ],
  },
  {
    id: 'nodes-cordoned',
    kind: 'cordon',
    fix: ['_cluster/Node/node-1', '_cluster/Node/node-2'],
    mechanism: 'cordon|schedul|node',
    near: ['fares', ...NODES],
    question: BOOKING,
    steps: [...NODES.map((node) => ({ kubectl: ['cordon', node] })), restart(SKERRY, 'deployment/fares')],
  },
  {
    id: 'node-lost',
    kind: 'node lost',
    fix: ['_cluster/Node/node-2'],
    mechanism: 'node|infrastructure|kubelet',
    near: ['node-2'],
    question: 'Half the town is silent. Where did it begin?',
    steps: [{ stopPart: 'node-2' }],
    afterSeconds: 100,
  },
  {
    id: 'node-selector-impossible',
    kind: 'affinity',
    fix: ['moorings/Deployment/tides'],
    mechanism: UNSCHEDULABLE,
    near: ['tides'],
    question: TIMETABLE,
    steps: [patchPod(MOORINGS, 'deployment/tides', { nodeSelector: { 'topology.kubernetes.io/zone': 'zone-c' } })],
  },
  {
    id: 'affinity-impossible',
    kind: 'affinity',
    fix: ['skerry/Deployment/purser'],
    mechanism: UNSCHEDULABLE,
    near: ['purser'],
    question: BOOKING,
    steps: [
      patchPod(SKERRY, 'deployment/purser', { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: SAFE_ONLY } } }),
    ],
  },
  {
    id: 'requests-too-large',
    kind: 'size',
    fix: ['moorings/Deployment/berths'],
    mechanism: UNSCHEDULABLE,
    near: ['berths'],
    question: BOOKING,
    steps: [patchContainer(MOORINGS, 'deployment/berths', { resources: { requests: { cpu: '12' } } })],
  },
  {
    id: 'preempted',
    kind: 'preemption',
    fix: ['skerry/Deployment/regatta', '_cluster/PriorityClass/race-day'],
    mechanism: 'preempt|priorit|evict|crowd',
    near: ['regatta', 'race-day'],
    question: 'Several programs vanished at once. Where did it begin?',
    steps: [
      apply('scheduling.k8s.io/v1', 'PriorityClass', { name: 'race-day', value: 1_000_000, description: 'the regatta comes first' }),
      { apply: regatta() },
    ],
  },
  {
    id: 'policy-shuts-in',
    kind: 'policy in',
    fix: ['moorings/NetworkPolicy/ledger-guard'],
    mechanism: 'polic|network',
    near: ['ledgerbook', 'ledger-guard'],
    question: BOOKING,
    hidden: { dump: 'cluster-info dump holds no NetworkPolicies; the logs say only that a connection timed out' },
    steps: [
      policy(MOORINGS, 'ledger-guard', {
        podSelector: { matchLabels: { app: 'ledgerbook' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'berth' } } }] }],
      }),
    ],
  },
  {
    id: 'policy-shuts-out',
    kind: 'policy out',
    fix: ['skerry/NetworkPolicy/passage-out'],
    mechanism: 'polic|network',
    near: ['passage', 'passage-out'],
    question: BOOKING,
    hidden: { dump: 'cluster-info dump holds no NetworkPolicies; the logs say only that a connection timed out' },
    steps: [
      policy(SKERRY, 'passage-out', {
        podSelector: { matchLabels: { app: 'passage' } },
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: { matchLabels: { app: 'fares' } } }, { podSelector: { matchLabels: { app: 'purser' } } }] }],
      }),
    ],
  },
  {
    id: 'admission-refuses',
    kind: 'admission',
    fix: ['_cluster/ValidatingAdmissionPolicy/owner-is-named', '_cluster/ValidatingAdmissionPolicyBinding/owner-is-named'],
    mechanism: 'admission|polic|webhook|denied|refus|forbid',
    near: ['berths', 'owner-is-named'],
    question: BOOKING,
    steps: [...ownerIsNamed(), { waitSeconds: 3 }, restart(MOORINGS, 'deployment/berths')],
  },
  {
    id: 'webhook-gone',
    kind: 'admission',
    fix: ['_cluster/ValidatingWebhookConfiguration/customs', 'skerry/Service/customs'],
    mechanism: 'admission|webhook|refus|denied',
    near: ['fares', 'customs'],
    question: BOOKING,
    steps: [{ apply: customs() }, { waitSeconds: 3 }, restart(SKERRY, 'deployment/fares')],
  },
]

/** Two pods that need nearly a node each and go before all others. */
function regatta(): KubernetesObject {
  const { spec, ...workload } = buildWorkload({ namespace: SKERRY, name: 'regatta', replicas: 2, spec: { priorityClassName: 'race-day' } })
  const { template, ...rest } = spec as { template: { metadata: object; spec: { containers: object[] } } }
  const containers = template.spec.containers.map((one) => ({ ...one, resources: { requests: { cpu: '3900m' } } }))
  return { ...workload, spec: { ...rest, template: { ...template, spec: { ...template.spec, containers } } } }
}

function ownerIsNamed(): readonly Step[] {
  const name = 'owner-is-named'
  const group = 'admissionregistration.k8s.io/v1'
  const resourceRules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }]
  const validations = [{ expression: "'owner' in object.metadata.labels", message: 'a pod names its owner in the label owner' }]
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': MOORINGS } }
  return [
    apply(group, 'ValidatingAdmissionPolicy', { name, spec: { matchConstraints: { resourceRules, namespaceSelector }, validations } }),
    apply(group, 'ValidatingAdmissionPolicyBinding', { name, spec: { policyName: name, validationActions: ['Deny'] } }),
  ]
}

/** A webhook whose Service nobody ever made: every new pod of passengers' programs is refused. */
function customs(): KubernetesObject {
  const service = { namespace: SKERRY, name: 'customs', path: '/check', port: 443 }
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: 'Namespaced' }]
  const webhook = {
    name: 'customs.skerry.example',
    clientConfig: { service },
    rules,
    failurePolicy: 'Fail',
    sideEffects: 'None',
    timeoutSeconds: 2,
  }
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': SKERRY } }
  return object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
    name: 'customs',
    webhooks: [{ ...webhook, namespaceSelector, admissionReviewVersions: ['v1'] }],
  })
}
