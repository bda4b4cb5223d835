import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import { earliest } from '../../../domain/time-window.ts'
import { latestEnd } from '../../scene/background.ts'
import { calleesNamedIn } from '../../scene/addressed-services.ts'
import type { Scene } from '../../scene/scene.ts'
import { isClear, argumentsOf, isRising, type Symptom, type SymptomKind, symptomsOf } from '../../scene/symptoms/symptom.ts'
import { type Family, family, asMechanism, type Finding, readLogs } from '../family.ts'
import type { Remedy } from './remedies.ts'
import { workloadOf } from './workloads.ts'

/** Words in which programs, stores and kernels state a fault: who prints them so, and an example. */
interface Statement {
  readonly words: RegExp
  readonly source: string
  readonly example: string
  /** Whose fault it is: of who prints the words, or of the one that it calls, whose words it repeats. Absent: its own. */
  readonly of?: 'callee'
  /** It says how something shows, and not what brought it about: load that grew and a callee that hangs show the same. */
  readonly isEffect?: true
}

/** A measure that goes the wrong way with the fault, as exporters name it: who does, and an example. */
interface Measure {
  readonly metric: RegExp
  readonly goes: 'up' | 'down'
  readonly source: string
  readonly example: string
}

/** A fault that somebody states in words, or that a measure of its own shows. Everything else about it is the same for all of them. */
export interface StatedFault {
  readonly mechanism: string
  readonly statements: readonly Statement[]
  readonly measures?: readonly Measure[]
  /** Said by the same one, it tells that the words are about another fault: some errors have two reasons. */
  readonly notWith?: RegExp
  /** What it does where it bites, and to those who call. */
  readonly effects: readonly SymptomKind[]
  /** What must be seen if it is so. */
  readonly musts?: readonly SymptomKind[]
  /** What would show that it is not so. */
  readonly disprovenBy: string
  readonly remedy: (entity: EntityId) => Remedy
}

/** A family of this kind, with what it listens for. */
export interface StatedFamily extends Family {
  readonly fault: StatedFault
}

interface Telling {
  readonly entity: EntityId
  readonly one: Symptom
  /** In words that say what it is and why, by the one whose fault it is or who names it. */
  readonly isStated: boolean
}

/**
 * A family from what somebody states. Silent where nothing of what the fault does is seen anywhere: a statement without harm is a remark. Alerts state nothing
 * here: they are what is to be explained.
 */
export function statedFault(fault: StatedFault): StatedFamily {
  const find = (scene: Scene): readonly Finding[] => {
    if (!isHarmSeen(fault, scene)) return []
    // A remark that is older than the harm may be where it began; harm that is older is another matter.
    const heard = scene.symptoms.filter(({ isBackground, strength, source }) => (!isBackground || strength === 0) && source !== 'alert')
    const others = new Set(heard.flatMap(({ said, entity }) => (fault.notWith?.test(said) ? [workloadOf(entity, scene)] : [])))
    const tellings = heard.flatMap((one) => tellingOf(one, fault, scene)).filter(({ entity }) => !others.has(entity))
    return [...Map.groupBy(tellings, ({ entity }) => entity)].map(([entity, own]) => findingFor(entity, own, { fault, scene }))
  }
  return { ...family(fault.mechanism, find), fault }
}

/** Somebody's rule fired, or what it does is seen. */
function isHarmSeen({ effects }: StatedFault, scene: Scene): boolean {
  const isAlerted = scene.symptoms.some(({ source, isBackground }) => source === 'alert' && !isBackground)
  return isAlerted || symptomsOf(scene).some((one) => effects.includes(one.kind) && isClear(one))
}

function tellingOf(one: Symptom, { statements, measures = [] }: StatedFault, scene: Scene): readonly Telling[] {
  if (one.departure !== null) {
    const isShown = measures.some(({ metric, goes }) => metric.test(one.said) && (goes === 'up') === isRising(one))
    return isShown ? [{ entity: workloadOf(one.entity, scene), one, isStated: false }] : []
  }
  const statement = statements.find(({ words }) => words.test(one.said))
  if (statement === undefined) return []
  const owner = statement.of === 'callee' ? calleeOf(one, scene) : one.entity
  return [{ entity: workloadOf(owner ?? one.entity, scene), one, isStated: owner !== null && statement.isEffect === undefined }]
}

/** The only one of those whom the speaker calls that its words name, itself where it is called and calls nobody; null where they name none, or several. */
function calleeOf({ said, seenBy, entity, unit }: Symptom, scene: Scene): EntityId | null {
  const { graph } = scene
  if (seenBy !== undefined || (graph.to(unit, 'calls').length > 0 && graph.from(unit, 'calls').length === 0)) return entity
  const [callee, ...others] = calleesNamedIn(said, unit, scene)
  return callee !== undefined && others.length === 0 ? callee : null
}

function findingFor(
  entity: EntityId,
  tellings: readonly Telling[],
  { fault, scene }: { readonly fault: StatedFault; readonly scene: Scene },
): Finding {
  const said = tellings.toSorted((a, b) => Number(b.isStated) - Number(a.isStated)).map(({ one }) => one)
  const { mechanism, effects, musts, disprovenBy, remedy } = fault
  return {
    entity,
    mechanism,
    since: earliest(said.map(({ since }) => since)),
    endedAt: endOf(said),
    basis: basisOf(tellings, fault),
    isReasonUnknown: !isSaid(tellings),
    for: asMechanism(argumentsOf(said, 4)),
    effects,
    ...(musts === undefined ? {} : { musts }),
    disprovenBy: `${disprovenBy} ${parseEntity(entity).name}`,
    reads: readLogs(entity, scene),
    remedy: remedy(entity),
  }
}

/** When it was said no more; null while it still is, and where a measure tells as well: what brought that back is another question. */
function endOf(said: readonly Symptom[]): Date | null {
  return said.some(({ departure }) => departure !== null) ? null : latestEnd(said)
}

/** A measure of what other faults do as well tells nothing apart. */
function basisOf(tellings: readonly Telling[], { statements }: StatedFault): Finding['basis'] {
  if (tellings.some(({ isStated }) => isStated)) return 'witnessed'
  return isSaid(tellings) || statements.some(({ isEffect }) => isEffect === undefined) ? 'measured' : 'inferred'
}

/** In words, which say what it is; a measure only goes the wrong way. */
function isSaid(tellings: readonly Telling[]): boolean {
  return tellings.some(({ one }) => one.departure === null)
}
