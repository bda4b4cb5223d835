import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { failureIn } from '../../domain/network-failures.ts'
import { addressedServices } from './addressed-services.ts'
import { createAddressBook } from './called-units.ts'
import { type Facts, rowsHeld } from './cite.ts'
import type { Edge, Graph, ObjectHistory } from './scene.ts'
import { objectEdges, selectionEdges } from './kubernetes/object-edges.ts'
import { HOLDERS, settingLines } from './kubernetes/address.ts'
import { createUnits } from './units.ts'

const NONE: readonly EntityId[] = []

/** Services that there are, and to whom entities belong. */
interface Known extends Pick<Graph, 'unitOf'> {
  readonly services: ReadonlySet<EntityId>
}

/** Builds the graph from object references, selectors, declared dependencies and traces. Edges are unique; order is of reading. */
export function buildGraph(facts: Facts, objects: ObjectHistory): Graph {
  const versions = rowsHeld(facts, 'object_versions').map(({ row }) => row)
  const structure = [...versions.flatMap(objectEdges), ...selectionEdges(versions)]
  const named = namedServices(facts)
  const isCurrent = (entity: EntityId) => objects.versionsOf(entity).at(-1)?.row.isCurrent ?? false
  const unitOf = createUnits({ versions, structure, named, isCurrent })
  const calleeOf = createAddressBook(versions, named)
  const services = new Set(objects.current('Service').map(({ row }) => row.entity))
  const calls = [
    ...observedCalls(facts, unitOf),
    ...declaredCalls(structure, unitOf),
    ...failedCalls(facts, { unitOf, calleeOf }),
    ...writtenCalls(objects, structure, { unitOf, services }),
    ...spokenCalls(facts, { unitOf, services }),
  ]
  return { ...indexed(unique([...structure, ...calls]), unitOf), calleeOf }
}

/** Services that traces, logs or metrics speak of by their own name. */
function namedServices(facts: Facts): ReadonlySet<EntityId> {
  const names = [
    ...rowsHeld(facts, 'service_calls').map(({ row }) => row.service),
    ...rowsHeld(facts, 'call_edges').flatMap(({ row }) => [row.caller, row.callee]),
    ...rowsHeld(facts, 'dependencies').flatMap(({ row }) => [row.caller, row.callee]),
    ...rowsHeld(facts, 'series').map(({ row }) => row.entity),
    ...rowsHeld(facts, 'log_patterns').map(({ row }) => row.entity),
    ...rowsHeld(facts, 'call_failures').map(({ row }) => row.caller),
    ...rowsHeld(facts, 'alerts').flatMap(({ row }) => (row.entity === null ? [] : [row.entity])),
  ]
  return new Set(names.filter((entity) => parseEntity(entity).kind === 'Service'))
}

/** Between units: a caller may know its callee by another name than the callee's own telemetry does. */
function observedCalls(facts: Facts, unitOf: Graph['unitOf']): readonly Edge[] {
  const edges = rowsHeld(facts, 'call_edges').map(({ row }) => row)
  const declared = rowsHeld(facts, 'dependencies').map(({ row }) => row)
  return [...edges, ...declared].map(({ caller, callee }) => ({ from: unitOf(caller), to: unitOf(callee), relation: 'calls' }))
}

/** An address of another service in a workload's environment is a call that may happen, also when nothing was traced. */
function declaredCalls(structure: readonly Edge[], unitOf: Graph['unitOf']): readonly Edge[] {
  const written = structure.filter((edge) => edge.relation === 'references' && parseEntity(edge.to).kind === 'Service')
  return written.flatMap(({ from, to }) => callTo(unitOf(to), unitOf(from)))
}

/** So is one in its arguments or its command, and in a ConfigMap that it gets: routes of a gateway stand in a file. */
function writtenCalls(objects: ObjectHistory, structure: readonly Edge[], { unitOf, services }: Known): readonly Edge[] {
  const users = Map.groupBy(structure, ({ to }) => to)
  return HOLDERS.flatMap((kind) => objects.current(kind)).flatMap((holder) => {
    const { entity } = holder.row
    const callers = parseEntity(entity).kind === 'ConfigMap' ? (users.get(entity) ?? []).map(({ from }) => from) : [entity]
    const { scope } = parseEntity(entity)
    const called = new Set(settingLines(holder).flatMap((line) => addressedServices(line, scope, services)))
    return callers.flatMap((caller) => [...called].flatMap((callee) => callTo(unitOf(callee), unitOf(caller))))
  })
}

/** One call, if it is to somebody and not to oneself. */
function callTo(to: EntityId | null, from: EntityId): readonly Edge[] {
  return to === null || from === to ? [] : [{ from, to, relation: 'calls' }]
}

/** Who complains of not reaching somebody calls him. */
function failedCalls(facts: Facts, { unitOf, calleeOf }: Pick<Graph, 'unitOf' | 'calleeOf'>): readonly Edge[] {
  return rowsHeld(facts, 'call_failures').flatMap(({ row }) => {
    const callee = calleeOf(row)
    return callTo(callee === null ? null : unitOf(callee), unitOf(row.caller))
  })
}

/** Who complains of the network and writes the address of one Service, in whatever form, calls that. */
function spokenCalls(facts: Facts, { unitOf, services }: Known): readonly Edge[] {
  const complaints = rowsHeld(facts, 'log_patterns').filter(({ row }) => row.severity === 'error' && failureIn(row.example) !== null)
  return complaints.flatMap(({ row }) => {
    const [service, ...others] = addressedServices(row.example, parseEntity(row.entity).scope, services)
    return callTo(service === undefined || others.length > 0 ? null : unitOf(service), unitOf(row.entity))
  })
}

function unique(edges: readonly Edge[]): readonly Edge[] {
  return [...new Map(edges.map((edge) => [`${edge.relation} ${edge.from} ${edge.to}`, edge])).values()]
}

function indexed(edges: readonly Edge[], unitOf: Graph['unitOf']): Omit<Graph, 'calleeOf'> {
  return { edges, from: neighbours(edges, 'from', 'to'), to: neighbours(edges, 'to', 'from'), unitOf }
}

/** Whom an entity has at the far end of its edges of a relation. */
function neighbours(edges: readonly Edge[], near: 'from' | 'to', far: 'from' | 'to'): Graph['from'] {
  const relations = Map.groupBy(edges, ({ relation }) => relation)
  const known = new Map([...relations].map(([relation, own]) => [relation, Map.groupBy(own, (edge) => edge[near])]))
  return (entity, relation) =>
    known
      .get(relation)
      ?.get(entity)
      ?.map((edge) => edge[far]) ?? NONE
}
