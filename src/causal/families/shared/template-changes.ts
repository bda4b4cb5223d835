import type { EntityId } from '../../../domain/entity.ts'
import { statedFailureIn } from '../../../domain/stated-failures.ts'
import { endsMiscalled } from '../../scene/kubernetes/exit-codes.ts'
import { lastWordsOf } from '../../scene/last-words.ts'
import type { ObjectChange } from '../../scene/object-history.ts'
import type { Scene } from '../../scene/scene.ts'

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
