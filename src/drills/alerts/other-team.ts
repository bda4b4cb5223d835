import type { Random } from '../random.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { Firing } from './rules.ts'
import { type RuleName, WORDINGS } from './wordings.ts'

/** Turns what the rules say into what another team's rules would say; null where that team has no such rule, or a threshold not reached. */
export type Dress = (firing: Firing) => Firing | null

/** The rules as they are. */
export const asWritten: Dress = (firing) => firing

const SERVICE_LABELS = ['service', 'app', 'job', 'component', 'service_name', 'workload', null, null, null] as const
const NAMESPACE_LABELS = ['namespace', 'namespace', 'exported_namespace', 'kubernetes_namespace'] as const
const SEVERITIES = [
  { severity: 'critical' },
  { severity: 'page' },
  { priority: 'P2' },
  { schweregrad: 'hoch' },
  { severity: 'ticket', tier: '1' },
] as const
const EXTRAS = [{}, { cluster: 'blue-1' }, { team: 'night-watch' }, { prometheus: 'observe/central', region: 'north' }] as const
const LEAST_ERROR_RATIOS = [0, 0.01, 0.05, 0.15] as const
/** Rules that a team may well not have. The others say what nothing else says. */
const OPTIONAL_RULES: readonly RuleName[] = ['latency', 'silence', 'pending', 'crashing', 'failed', 'cpu_spend']
const LACKING_SHARE = 0.25
/** How a label names a service. */
const VALUES: readonly ((unit: ServiceUnit) => string)[] = [
  ({ name }) => name,
  ({ workload }) => workload,
  ({ namespace, name }) => `${namespace}/${name}`,
]

/** The rules of another team, by seed: language, names, labels with and without a service, thresholds, severities, and rules that it lacks. */
export function otherTeam(random: Random): Dress {
  const wording = random.pick(Object.values(WORDINGS))
  const serviceLabel = random.pick(SERVICE_LABELS)
  const namespaceLabel = random.pick(NAMESPACE_LABELS)
  const fixed = { ...random.pick(SEVERITIES), ...random.pick(EXTRAS) }
  const leastErrorRatio = random.pick(LEAST_ERROR_RATIOS)
  const valueOf = random.pick(VALUES)
  const lacking = OPTIONAL_RULES.filter(() => random.chance(LACKING_SHARE))
  const annotation = random.pick(['summary', 'description', 'message', 'title'])
  return (firing) => {
    const { rule, unit, labels, value } = firing
    if (lacking.includes(rule) || (rule === 'errors' && value < leastErrorRatio)) return null
    const [alertname, sentence] = wording[rule]
    const { namespace, pod, node } = labels
    const about = unit === null ? {} : serviceLabel === null ? {} : { [serviceLabel]: valueOf(unit) }
    const where = {
      ...(namespace === undefined ? {} : { [namespaceLabel]: namespace }),
      ...(pod === undefined ? {} : { pod }),
      ...(node === undefined ? {} : { node }),
    }
    const subject = serviceLabel === null && unit !== null ? unit.namespace : (unit?.name ?? pod ?? node ?? namespace ?? '')
    return { ...firing, labels: { alertname, ...where, ...about, ...fixed }, summary: sentence.replace('%', subject), annotation }
  }
}
