import { patch, remove, type TownCase } from '../../town-case.ts'
import { FLOOR, INTAKE } from '../workload.ts'
import { ALL } from './questions.ts'

/** What stands between a caller and what it calls, and between a pod and its node. */
export const REACH: readonly TownCase[] = [
  {
    id: 'zone-label-lost',
    kind: 'network policy',
    fix: ['_cluster/Namespace/intake'],
    mechanism: 'label|polic|network|selector',
    near: ['intake', 'from-front'],
    question: 'All requests of all wards time out. What is the first cause?',
    hidden: { dump: 'a dump holds neither namespaces nor NetworkPolicies; the logs say only that calls into labfloor time out' },
    steps: [{ kubectl: ['label', 'namespace', INTAKE, 'zone-', 'area=front'] }],
  },
  {
    id: 'finalizer-holds',
    kind: 'deletion',
    fix: ['labfloor/Pod/specimens-0', 'labfloor/StatefulSet/specimens'],
    mechanism: 'finali|terminat|delet',
    near: ['specimens-0', 'specimens', 'specimen-db'],
    question: ALL,
    steps: [patch(FLOOR, 'pod/specimens-0', { metadata: { finalizers: ['lab.example/backup-hold'] } }), remove(FLOOR, 'pod/specimens-0')],
  },
  {
    id: 'node-label-gone',
    kind: 'node',
    fix: ['_cluster/Node/node-2'],
    mechanism: 'label|selector|affinity|schedul|node',
    near: ['node-2', 'specimens'],
    question: ALL,
    steps: [{ kubectl: ['label', 'node', 'node-2', 'storage-'] }, remove(FLOOR, 'pod/specimens-0')],
  },
  {
    id: 'partner-throttles',
    kind: 'outside',
    fix: ['hl7.stmary.example'],
    mechanism: 'depend|external|outside|outage|provider|upstream|third|error|unavail|status|rate|limit|throttl|429',
    near: ['hl7-bridge'],
    question: 'The hospital St Mary gets no results from us since some minutes. What is the first cause?',
    steps: [{ outside: 429 }],
  },
]
