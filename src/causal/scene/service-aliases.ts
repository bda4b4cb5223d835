import { CLUSTER_SCOPE, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { Edge, Graph } from './scene.ts'
import { environmentOf, isWorkload } from './kubernetes/fields.ts'

type Row = Rows['object_versions']

export interface AliasSources {
  readonly versions: readonly Row[]
  readonly structure: readonly Edge[]
  /** Services that traces, logs or metrics name. */
  readonly named: ReadonlySet<EntityId>
}

/** Where a workload states the name under which its telemetry goes out (OpenTelemetry SDK environment variables). */
const NAME_VARIABLE = 'OTEL_SERVICE_NAME'
const ATTRIBUTES_VARIABLE = 'OTEL_RESOURCE_ATTRIBUTES'
const NAME_ATTRIBUTE = /(?:^|,)\s*service\.name=([^,]+)/

/**
 * Unit of each service that telemetry names otherwise than any object: by the name that a workload's own environment gives its telemetry, else by the one
 * workload or Service of the same scope (or, without one, of all scopes) that is spelled the same but for case and punctuation. Ambiguous names stay.
 */
export function serviceAliases({ versions, structure, named }: AliasSources, unitOf: Graph['unitOf']): ReadonlyMap<EntityId, EntityId> {
  const objects = versions.filter(({ entity }) => parseEntity(entity).kind === 'Service' || isWorkload(entity))
  const existing = new Set<EntityId>(objects.map(({ entity }) => unitOf(entity)))
  const declared = unitsBy(objects, declaredNames, unitOf)
  const spelled = unitsBy(objects, ({ entity }) => [plain(parseEntity(entity).name)], unitOf)
  return new Map([
    ...frontAliases(structure, unitOf),
    ...[...named].flatMap((service): readonly (readonly [EntityId, EntityId])[] => {
      if (existing.has(service)) return []
      const { scope, name } = parseEntity(service)
      const words = [name, ...(name.includes('/') ? [name.slice(name.lastIndexOf('/') + 1)] : [])]
      const unit = only(declared.get(name), scope) ?? words.map((word) => only(spelled.get(plain(word)), scope)).find((one) => one !== null)
      const alias = unit ?? elsewhere(service, named)
      return alias == null ? [] : [[service, alias]]
    }),
  ])
}

/** A Service in front of the pods of one unit under another name stands for that unit. */
function frontAliases(structure: readonly Edge[], unitOf: Graph['unitOf']): readonly (readonly [EntityId, EntityId])[] {
  const selected = Map.groupBy(
    structure.filter(({ relation, from }) => relation === 'selects' && parseEntity(from).kind === 'Service'),
    ({ from }) => from,
  )
  return [...selected].flatMap(([service, edges]): readonly (readonly [EntityId, EntityId])[] => {
    const [unit, ...others] = new Set(edges.map(({ to }) => unitOf(to)))
    return unit === undefined || others.length > 0 || unit === service ? [] : [[service, unit]]
  })
}

/** A record that knows no namespace means the one service of its name that other records place; null when they place several or none. */
function elsewhere(service: EntityId, named: ReadonlySet<EntityId>): EntityId | null {
  const { scope, name } = parseEntity(service)
  if (scope !== CLUSTER_SCOPE) return null
  const [one, ...others] = [...named].filter((other) => other !== service && parseEntity(other).name === name)
  return one !== undefined && others.length === 0 ? one : null
}

function declaredNames({ object }: Row): readonly string[] {
  return environmentOf(object).flatMap(({ name, value }) => {
    if (name === NAME_VARIABLE) return [value]
    const attribute = name === ATTRIBUTES_VARIABLE ? NAME_ATTRIBUTE.exec(value)?.[1] : undefined
    return attribute === undefined ? [] : [attribute.trim()]
  })
}

type Units = ReadonlyMap<string, ReadonlySet<EntityId>>

function unitsBy(objects: readonly Row[], namesOf: (row: Row) => readonly string[], unitOf: Graph['unitOf']): Units {
  const units = new Map<string, Set<EntityId>>()
  for (const row of objects)
    for (const name of namesOf(row)) units.set(name, (units.get(name) ?? new Set<EntityId>()).add(unitOf(row.entity)))
  return units
}

/** The one unit of the scope, else the only unit anywhere: telemetry often does not know its namespace. */
function only(units: ReadonlySet<EntityId> | undefined, scope: string): EntityId | null {
  const all = [...(units ?? [])]
  const near = all.filter((unit) => parseEntity(unit).scope === scope)
  const [one, ...others] = near.length > 0 ? near : all
  return one !== undefined && others.length === 0 ? one : null
}

/** `FleetApi`, `fleet_api` and `fleet-api` are the same to the people who named them. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
