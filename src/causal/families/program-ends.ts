import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest } from '../../domain/time-window.ts'
import { statedFailureIn, type StatedFailureKind } from '../../domain/stated-failures.ts'
import { isMap, listAt, mapAt, numberAt, textAt } from '../scene/json.ts'
import { findEvents, quoteState } from '../scene/kubernetes/event-search.ts'
import { owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import { lastWordsOf } from '../scene/last-words.ts'
import type { ObjectChange, ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { COMMAND, isOtherProgram } from './rollout.ts'
import { killedPattern } from './probe-misconfigured.ts'
import { family } from './family.ts'
import { changeArguments, quoteLine } from './shared/arguments.ts'
import { because, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

/** How an end is called by what the program said of it; `program_ends` for all others. */
const NAMES: Partial<Readonly<Record<StatedFailureKind, string>>> = {
  no_space: 'disk_full',
  address_in_use: 'port_in_use',
  cannot_bind: 'port_in_use',
  permission_denied: 'permission_denied',
  setting_missing: 'config_missing',
  setting_invalid: 'config_invalid',
  authentication_failed: 'credentials_refused',
  file_missing: 'file_missing',
  library_missing: 'library_missing',
  certificate_expired: 'certificate_expired',
  executable_missing: 'command_invalid',
  wrong_architecture: 'image_wrong_architecture',
  out_of_memory: 'out_of_memory',
  read_only: 'read_only_filesystem',
  too_many_files: 'too_many_open_files',
}
/** What somebody else says of the same workload, naming the reason by what it knows, comes before what the program says of itself. */
const FIT = 0.88
/** Ends that say themselves what they are, and have mechanisms of their own. */
const TOLD_ELSEWHERE = new Set(['OOMKilled', 'StartError', 'ContainerCannotRun', 'Completed', 'Evicted'])

interface Ended {
  readonly pod: ObjectVersion
  readonly workload: EntityId
  readonly exitCode: string
  readonly at: Date | null
  readonly isInit: boolean
}

/**
 * A workload whose program ends by itself with an error, again and again, and is not killed from outside: what it said last is the reason. Where it said
 * that a call of its own did not get through, the cause is looked for there.
 */
export const programEnds = family('program_ends', (scene) => {
  const ended = scene.objects.current('Pod').flatMap((pod) => endsOf(pod, scene))
  return [...Map.groupBy(ended, ({ workload }) => workload)].flatMap(([workload, ends]) => findingFor(workload, ends, scene))
})

function endsOf(pod: ObjectVersion, scene: Scene): readonly Ended[] {
  const { object, entity } = pod.row
  const isKilled = (['liveness', 'startup'] as const).some((kind) => findEvents(scene, killedPattern(kind), entity).length > 0)
  const workload = owningWorkload(entity, scene)
  if (isKilled || ['Job', 'CronJob'].includes(parseEntity(workload).kind)) return []
  return (['containerStatuses', 'initContainerStatuses'] as const).flatMap((list) =>
    listAt(object, 'status', list).flatMap((status): readonly Ended[] => {
      const end = [mapAt(status, 'state', 'terminated'), mapAt(status, 'lastState', 'terminated')].find((one) => 'exitCode' in one)
      const isUp = isMap(status) && status['ready'] === true
      if (end === undefined || isUp || TOLD_ELSEWHERE.has(textAt(end, 'reason') ?? '') || (numberAt(end, 'exitCode') ?? 0) === 0) return []
      const at = new Date(textAt(end, 'startedAt') ?? textAt(end, 'finishedAt') ?? '')
      const isInit = list === 'initContainerStatuses'
      return [{ pod, workload, exitCode: textAt(end, 'exitCode') ?? '', at: Number.isNaN(at.getTime()) ? null : at, isInit }]
    }),
  )
}

function nameOf(
  { isInit }: Ended,
  {
    stated,
    change,
    isOther,
  }: { readonly stated: StatedFailureKind | null; readonly change: ObjectChange | undefined; readonly isOther: boolean },
): string {
  if (isInit) return 'init_container_failing'
  if (isOther) return 'image_changed'
  if (change !== undefined && COMMAND.test(change.path)) return 'command_changed'
  return (stated === null ? undefined : NAMES[stated]) ?? 'program_ends_at_start'
}

function findingFor(workload: EntityId, ends: readonly Ended[], scene: Scene): readonly Finding[] {
  const [end] = ends
  const words = lastWordsOf(workload, scene)
  if (end === undefined || words?.isOfAnother === true) return []
  const stated = words === null ? null : statedFailureIn(words.line.row.example)
  const { name } = parseEntity(workload)
  const changes = scene.objects.changes.filter(({ entity, path }) => entity === workload && path.startsWith('spec.template.spec.'))
  const change = changes.at(-1)
  const said = words === null ? [] : quoteLine(words.line)
  return [
    {
      entity: workload,
      mechanism: nameOf(end, { stated, change, isOther: isOtherProgram(workload, changes, scene) }),
      basis: words === null ? 'measured' : 'witnessed',
      // That a program ends does not say why: that takes words whose meaning is known, or a change before it.
      isReasonUnknown: stated === null && change === undefined,
      fit: FIT,
      since: change?.at ?? earliest(ends.map(({ at }) => at)),
      victims: [workload],
      effects: ['container_restart', ...WORKLOAD_DOWN],
      for: [
        because(`${name} ends by itself with exit code ${end.exitCode}`, quoteState(end.pod, `exitCode: ${end.exitCode}`)),
        ...(words === null ? [] : [because(`it said: ${words.line.row.example.split('\n')[0]?.slice(0, 120)}`, said)]),
        ...changeArguments(change),
      ],
      disprovenBy: 'the same image, command and settings running elsewhere without ending',
      remedy: editRemedy(workload, 'correct what the program complains of, or go back to the revision before'),
    },
  ]
}
