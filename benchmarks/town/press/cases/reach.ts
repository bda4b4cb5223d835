import { patch, policy, remove, restart, scale, type TownCase } from '../../town-case.ts'
import { CORE, WEB } from '../workload.ts'
import { ALL, SEARCH, SUBSCRIBE } from './questions.ts'

const MISROUTED = 'service|selector|endpoint|misrout|port'

/** What stands between a caller and what it calls. */
export const REACH: readonly TownCase[] = [
  {
    id: 'target-port-name',
    kind: 'service',
    fix: ['courier-core/Service/accounts-api'],
    mechanism: MISROUTED,
    near: ['accounts-api', 'subscriber-accounts'],
    question: SUBSCRIBE,
    steps: [patch(CORE, 'service/accounts-api', { spec: { ports: [{ port: 8081, targetPort: 'http' }] } })],
  },
  {
    id: 'services-swapped',
    kind: 'service',
    fix: ['courier-web/Service/talk', 'courier-web/Service/finder'],
    mechanism: 'service|selector|endpoint|misrout|label',
    near: ['talk', 'finder'],
    question: 'Search and comments both fail. What is the first cause?',
    steps: [
      patch(WEB, 'service/talk', { spec: { selector: { app: 'search' } } }),
      patch(WEB, 'service/finder', { spec: { selector: { app: 'comments' } } }),
    ],
  },
  {
    id: 'init-waits',
    kind: 'init container',
    fix: ['courier-core/Service/broker'],
    mechanism: 'service|missing|delet|gone|resol|dns|name|not.found|init',
    near: ['broker', 'layout-worker'],
    question: 'Pages are no longer set and nobody can subscribe. What is the first cause?',
    steps: [remove(CORE, 'service/broker'), restart(CORE, 'deployment/layout-worker')],
  },
  {
    id: 'deny-in',
    kind: 'network policy',
    fix: ['courier-core/NetworkPolicy/default-deny'],
    mechanism: 'polic|network',
    near: ['default-deny'],
    question: ALL,
    hidden: { dump: 'a dump holds no NetworkPolicies; the logs say only that connections time out' },
    steps: [policy(CORE, 'default-deny', { podSelector: {}, policyTypes: ['Ingress'] })],
  },
  {
    id: 'index-scaled-away',
    kind: 'scale',
    fix: ['courier-core/StatefulSet/shelf'],
    mechanism: 'scale|replica|zero',
    near: ['shelf', 'index-nodes'],
    question: SEARCH,
    steps: [scale(CORE, 'statefulset/shelf', 0)],
  },
  {
    id: 'outside-fails',
    kind: 'outside',
    fix: ['courier-core/Service/cardhouse', 'api.cardhouse.example'],
    mechanism: 'depend|external|outside|outage|provider|upstream|third|error|unavail|status',
    near: ['cardhouse', 'subscriber-accounts'],
    question: SUBSCRIBE,
    steps: [{ outside: 503 }],
  },
]
