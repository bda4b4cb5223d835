import type { EntityId } from '../../../domain/entity.ts'
import { earliest, shiftSeconds } from '../../../domain/time-window.ts'
import type { Scene } from '../../scene/scene.ts'
import { isClear, type Symptom, symptomsOf } from '../../scene/symptoms/symptom.ts'
import { THRESHOLDS } from '../../scene/thresholds.ts'

/** A flood is felt in many places; a single service with more calls has a caller that retries. */
const LEAST_FLOODED = 2
/** A wave from outside comes in at every entrance at once, and there are few; more places are scattered growth. */
const MOST_SOURCES = 3

/** More requests than usual in several places, before anything failed. */
export interface Flood {
  /** Where it comes from: who calls at the entrances and is called by nobody, else the entrances themselves. */
  readonly sources: readonly EntityId[]
  /** Flooded units that nobody flooded calls. */
  readonly origins: readonly EntityId[]
  readonly surges: readonly Symptom[]
}

/** The flood that the symptoms show; null when there is none. */
export function floodIn(scene: Scene): Flood | null {
  const surges = symptomsOf(scene).filter(({ kind }) => kind === 'traffic_surge')
  const flooded = new Set(surges.map(({ entity }) => scene.graph.unitOf(entity)))
  const origins = [...flooded].filter((unit) => !scene.graph.to(unit, 'calls').some((caller) => flooded.has(caller)))
  const sources = [...new Set(origins.map((entry) => entranceOf(entry, scene)))]
  const isFlood = flooded.size >= LEAST_FLOODED && sources.length <= MOST_SOURCES && surgesFirst(surges, scene)
  return isFlood ? { sources, origins, surges } : null
}

/** Who calls the entry and is called by nobody; the entry itself when its callers are outside. */
export function entranceOf(entry: EntityId, scene: Scene): EntityId {
  const callers = scene.graph.to(entry, 'calls').filter((caller) => caller !== entry && scene.graph.to(caller, 'calls').length === 0)
  const [only] = callers
  return callers.length === 1 && only !== undefined ? only : entry
}

/** Retries follow failures; a flood comes before them. */
function surgesFirst(surges: readonly Symptom[], scene: Scene): boolean {
  const flood = earliest(surges.map(({ since }) => since))
  const failing = symptomsOf(scene).filter((one) => one.kind === 'error_rate' && isClear(one))
  const failures = earliest(failing.map(({ since }) => since))
  return flood !== null && (failures === null || flood <= shiftSeconds(failures, THRESHOLDS.lagSeconds))
}
