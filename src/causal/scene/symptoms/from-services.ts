import { formatEntity, parseEntity, type EntityId } from '../../../domain/entity.ts'
import { mapAt, podLabels } from '../kubernetes/fields.ts'
import {
  endpointsOf,
  isUnserved,
  meantWorkload,
  readyAddressesIn,
  selectedWorkloads,
  selectorOf,
  serviceOfSlice,
  workloadsBeside,
} from '../kubernetes/service-target.ts'
import { selectsLabels } from '../kubernetes/selectors.ts'
import type { ObjectVersion } from '../scene.ts'
import { type RawSymptom, stateSymptom, type SymptomSources } from './symptom-sources.ts'

/** Of several slices of one Service the first speaks for all. */
export function endpointSymptoms(version: ObjectVersion, sources: SymptomSources): readonly RawSymptom[] {
  const { objects } = sources
  const { scope, kind, name } = parseEntity(version.row.entity)
  const service = kind === 'Endpoints' ? formatEntity(scope, 'Service', name) : serviceOfSlice(version)
  const records = service === null ? [] : (endpointsOf(service, objects)?.records ?? [])
  const others = records.slice(1)
  const isFirst = records.length === 0 || records[0]?.row.entity === version.row.entity
  if (service === null || isLeftover(service, sources)) return []
  if (Object.keys(mapAt(objects.versionsOf(service).at(-1)?.row.object, 'spec', 'selector')).length === 0) return []
  if (!isFirst || [version, ...others].some((one) => readyAddressesIn(one) > 0)) return []
  const symptom = stateSymptom(version, {
    kind: 'no_endpoints',
    strength: 0.8,
    text: 'has no ready endpoint',
    fragments: ['subsets: []', 'subsets', 'endpoints: null', 'endpoints: []', 'ready: false', version.row.entity],
  })
  return [{ ...symptom, entity: service, text: `${service} has no ready endpoint` }]
}

/**
 * No pod was ever there for it and no workload bears its name, beside workloads that are there for others: it is a leftover, and hurts nobody. Where no
 * workload was listed nobody can tell.
 */
function isLeftover(service: EntityId, { objects, graph }: SymptomSources): boolean {
  const state = objects.versionsOf(service).at(-1)
  const isMeant = graph.from(service, 'selects').length > 0 || (state !== undefined && meantWorkload(state, objects) !== null)
  return !isMeant && workloadsBeside(service, objects).length > 0
}

/** What a Service says beside the pods that were listed with it, where nobody listed its endpoints, or where those cannot tell: addresses are kept for any port. */
export function serviceSymptoms(version: ObjectVersion, { objects }: SymptomSources): readonly RawSymptom[] {
  const selector = selectorOf(version)
  if (selector.size === 0) return []
  const { scope } = parseEntity(version.row.entity)
  const pods = objects.current('Pod').filter(({ row }) => parseEntity(row.entity).scope === scope)
  const isLost = pods.length > 0 && selectedWorkloads(version, objects).length === 0 && meantWorkload(version, objects) !== null
  const isListed = endpointsOf(version.row.entity, objects) !== null
  if (isLost && !isListed && !pods.some(({ row }) => selectsLabels(selector, podLabels(row.object))))
    return [stateSymptom(version, { kind: 'no_endpoints', strength: 0.6, text: 'selects no pod', fragments: ['spec.selector'] })]
  if (!isUnserved(version, objects)) return []
  const [text, fragments] = ['leads to no port that its pods serve', ['targetPort', 'spec.ports']] as const
  return [stateSymptom(version, { kind: 'no_endpoints', strength: 0.6, text, fragments })]
}
