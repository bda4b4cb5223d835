import type { EntityId } from '../../../domain/entity.ts'
import { statedFailureIn } from '../../../domain/stated-failures.ts'
import { lastWordsOf } from '../../scene/last-words.ts'
import type { ObjectChange, ObjectVersion } from '../../scene/object-history.ts'
import type { Scene } from '../../scene/scene.ts'
import { listAt, numberAt, textAt } from '../../scene/json.ts'

const IMAGE = /\.image$/
const COMMAND = /\.(?:command|args)(?:\.|$)/

/** True for a change of what a container starts. */
export function isCommand({ path }: ObjectChange): boolean {
  return COMMAND.test(path)
}

/** True when there are changes, and all of them are of images. */
export function isImageAlone(changes: readonly ObjectChange[]): boolean {
  return changes.length > 0 && changes.every(({ path }) => IMAGE.test(path))
}

/**
 * True when nothing but the image was changed of a workload's template and its program says by the exit code, not by a crash, that it is another than the
 * one that is called.
 */
export function isOtherProgram(workload: EntityId, changes: readonly ObjectChange[], scene: Scene): boolean {
  if (!isImageAlone(changes)) return false
  const words = lastWordsOf(workload, scene)
  const hasCrashed = words !== null && statedFailureIn(words.line.row.example) === 'crash'
  const unit = scene.graph.unitOf(workload)
  return !hasCrashed && scene.objects.current('Pod').some((pod) => scene.graph.unitOf(pod.row.entity) === unit && endsMiscalled(pod))
}

/**
 * How a program ends that was called in a way it does not know, or that is not there: 2 GNU tools, argparse and Go's flag; 64 EX_USAGE of sysexits.h; 126
 * and 127 POSIX shells, for what cannot be executed and what is not found.
 */
const MISCALLED: ReadonlySet<number> = new Set([2, 64, 126, 127])

/** True when a container of the pod is not ready and ended so the last time. Go ends with 2 after a panic as well, which its words tell. */
function endsMiscalled({ row }: ObjectVersion): boolean {
  return listAt(row.object, 'status', 'containerStatuses')
    .filter((status) => textAt(status, 'ready') !== 'true')
    .map((status) => numberAt(status, 'state', 'terminated', 'exitCode') ?? numberAt(status, 'lastState', 'terminated', 'exitCode'))
    .some((code) => code !== null && MISCALLED.has(code))
}
