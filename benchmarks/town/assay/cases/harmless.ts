import { harmless, patchContainer, restart, scale, type Step, type TownCase } from '../../town-case.ts'
import { configMap } from '../../objects.ts'
import { gatehouseRoutes, job } from '../objects.ts'
import { FLOOR, imageOf, INTAKE } from '../workload.ts'
import { FAX_GATEWAY } from '../workloads.ts'
import { edit } from './changes.ts'

/** Days on which wards are served, whatever was paged, changed, over or broken. */
export const HARMLESS: readonly TownCase[] = [
  calm(['healthy', 'nothing'], 'Is anything wrong with the laboratory at the moment?', { steps: [] }),
  calm(['page-near-release', 'rollout'], 'ResultsApiLatencyHigh fired for one minute and resolved by itself. Was there a cause?', {
    steps: [patchContainer(INTAKE, 'deployment/gatehouse', { name: 'envoy', image: imageOf('gatehouse', '1.32.2') })],
  }),
  calm(['bridge-restarted', 'rollout'], 'Ward 3 says that the terminal felt slow. Is anything broken?', {
    steps: [restart(FLOOR, 'deployment/hl7-bridge')],
  }),
  calm(['hours-edited', 'configmap'], 'PortalErrors was pending for a moment. Is anything broken?', {
    steps: [edit(configMap(INTAKE, 'opening-hours', { 'hours.txt': 'Blood is drawn from 07:00 to 12:00.' }))],
  }),
  calm(['route-came-back', 'over'], 'GatehouseHigh4xx fired some minutes ago. Is anything broken now?', { before: routeAway(), steps: [] }),
  calm(
    ['fax-long-broken', 'unrelated'],
    'Wards ask whether orders and results work as they should. Is anything broken that they would notice?',
    {
      before: [{ apply: FAX_GATEWAY }, { waitSeconds: 25 }],
      steps: [],
    },
  ),
  calm(['workers-added', 'scale'], 'SamplesPending was at its warning line and went down. Is anything broken?', {
    steps: [scale(FLOOR, 'deployment/analysers', 3)],
  }),
  calm(['count-second-try', 'job'], 'JobPodFailed fired for count-shelves and resolved. Is anything broken?', {
    steps: [{ apply: job('count-shelves', 'count', { STOCK_URL: 'http://stock:8070' }) }],
  }),
]

/** `named`: id and kind. */
function calm([id, kind]: readonly [string, string], question: string, done: Pick<TownCase, 'before' | 'steps'>): TownCase {
  return harmless({ id, kind, question, ...done })
}

/** Twenty seconds without the route of the labels, and its return. */
function routeAway(): readonly Step[] {
  const renew = [
    restart(INTAKE, 'deployment/gatehouse'),
    { kubectl: ['rollout', 'status', '-n', INTAKE, 'deployment/gatehouse', '--timeout=100s'] },
  ]
  return [
    edit(gatehouseRoutes({ without: '/labels' })),
    ...renew,
    { waitSeconds: 12 },
    edit(gatehouseRoutes({})),
    ...renew,
    { waitSeconds: 12 },
  ]
}
