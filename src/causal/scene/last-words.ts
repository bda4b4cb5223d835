import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { statedFailureIn } from '../../domain/stated-failures.ts'
import { addressedServices, calleesNamedIn } from './addressed-services.ts'
import { rowsHeld, type Held } from './cite.ts'
import type { Scene } from './scene.ts'

type Line = Held<'log_patterns'>

/**
 * What a unit's programs said of their end: a line that states a hard failure, else its newest error. `isOfAnother` when the line tells of a call that did
 * not get through, or names whom the unit calls and no failure of its own. Null when no error of it was logged.
 */
export function lastWordsOf(entity: EntityId, scene: Scene): { readonly line: Line; readonly isOfAnother: boolean } | null {
  const unit = scene.graph.unitOf(entity)
  const own = rowsHeld(scene.facts, 'log_patterns').filter(({ row }) => scene.graph.unitOf(row.entity) === unit && row.incidentCount > 0)
  const calls = new Set(rowsHeld(scene.facts, 'call_failures').map(({ row }) => row.example))
  const stated = own.filter(({ row }) => row.severity !== 'info' && statedFailureIn(row.example) !== null)
  const errors = own.filter(({ row }) => row.severity === 'error')
  const [line] = (stated.length > 0 ? stated : errors).toSorted((a, b) => timeOf(b) - timeOf(a))
  return line === undefined ? null : { line, isOfAnother: calls.has(line.row.example) || namesAnother(line, unit, scene) }
}

function namesAnother({ row }: Line, unit: EntityId, scene: Scene): boolean {
  // That it crashed says how it ended and not why.
  if (![null, 'crash'].includes(statedFailureIn(row.example))) return false
  const services = new Set(scene.objects.current('Service').map((service) => service.row.entity))
  const addressed = addressedServices(row.example, parseEntity(row.entity).scope, services)
  return [...addressed, ...calleesNamedIn(row.example, unit, scene)].some((other) => scene.graph.unitOf(other) !== unit)
}

function timeOf({ row }: Line): number {
  return row.lastAt?.getTime() ?? 0
}
