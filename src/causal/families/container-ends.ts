import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { statedFailureIn, type StatedFailureKind } from '../../domain/stated-failures.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import { isMap, listAt, mapAt, numberAt, textAt, timeAt, podSpec } from '../scene/kubernetes/fields.ts'
import { findEvents, firstSeen, quoteEvent, quoteState, hasRecovered, owningWorkload } from '../scene/kubernetes/states-and-events.ts'
import type { ObjectChange, ObjectVersion, Scene } from '../scene/scene.ts'
import { lastWordsOf } from '../scene/last-words.ts'
import { family, because, changeArguments, type Finding, wordsSaid, WORKLOAD_DOWN } from './family.ts'
import { editRemedy, rollBack } from './shared/remedies.ts'

/** How runtimes say that a container cannot be started at all, the most telling first: held against `REASON message`, with who says so and an example. */
export const REFUSALS: readonly (readonly [mechanism: string, words: RegExp, source: string, example: string])[] = [
  [
    'image_wrong_architecture',
    /exec format error/i,
    'libc ENOEXEC, as runc passes it on',
    'Failed Error: exec /app/server: exec format error',
  ],
  [
    'volume_permission_denied',
    /(?:MountVolume|mount failed|failed to mount|unable to mount)[\s\S]{0,1000}(?:permission denied|access denied|operation not permitted)/i,
    'kubelet (FailedMount) with what mount says',
    'FailedMount MountVolume.SetUp failed for volume "data": mount failed: exit status 32: access denied by server',
  ],
  [
    'command_invalid',
    /executable file not found/i,
    'runc, of the path',
    'StartError exec: "/app/srver": executable file not found in $PATH',
  ],
  [
    'command_invalid',
    /(?:exec|unable to start).{0,300}no such file or directory/i,
    'runc: a command with a path',
    'StartError unable to start container process: exec: "/app/server": stat /app/server: no such file or directory',
  ],
  ['command_invalid', /exec.{0,300}permission denied/i, 'runc: not executable', 'StartError exec: "/app/server": permission denied'],
  // Reasons of container states: containerd (StartError), Docker (ContainerCannotRun).
  ['command_invalid', /^(?:StartError|ContainerCannotRun)\b/, 'containerd, Docker', 'ContainerCannotRun OCI runtime create failed'],
]

/** A program ended, and nothing says why. */
const UNEXPLAINED = 'program_ends_at_start'
/** How an end is called by what the program said of it; `UNEXPLAINED` for all others. */
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
/** What the operating system says of files (EACCES, EROFS), in the words of C, Go, Java, Python and Node, and PostgreSQL of files of another owner. */
const FILES_DENIED =
  /permission denied|EACCES|Operation not permitted|Read-only file system|EROFS|AccessDeniedException|data directory "[^"]*" has wrong ownership/i
const COMMAND = /\.(?:command|args)(?:\.|$)/
/** Volumes whose files may belong to somebody else; the others are written by the kubelet for the pod. */
const OWNED_BY_OTHERS = ['persistentVolumeClaim', 'hostPath', 'nfs', 'csi', 'emptyDir']
/** Ends that say themselves what they are, and are told above or by other families. */
const TOLD_ELSEWHERE = new Set(['OOMKilled', 'StartError', 'ContainerCannotRun', 'Completed', 'Evicted'])
/** How the kubelet says that it ends a container for a probe. */
const KILLED_BY_PROBE = /failed (?:liveness|startup) probe/i
/** An init container still running after this many seconds holds its pod back; copying files or waiting for a schema takes less. */
const HANGING_SECONDS = 120

/**
 * A container that cannot be started, ends by itself with an error again and again, or, as an init container, never ends: what the runtime or the program
 * itself said last is the reason. Where the program said that a call of its own did not get through, the cause is looked for there.
 */
export const containerEnds = family('container_ends', (scene) => {
  const refused = new Map(refusedStarts(scene).map((finding) => [finding.entity, finding]))
  const ended = Map.groupBy(
    scene.objects.current('Pod').flatMap((pod) => endsOf(pod, scene)),
    ({ workload }) => workload,
  )
  return [...refused.values(), ...[...ended].map(([workload, ends]) => (refused.has(workload) ? null : endFinding(workload, ends, scene)))]
})

function refusedStarts(scene: Scene): readonly Finding[] {
  const said = scene.said.all.flatMap((event) => {
    const rank = REFUSALS.findIndex(([, words]) => words.test(`${event.row.reason} ${event.row.message}`))
    return rank < 0 || hasRecovered(event.row.entity, scene) ? [] : [{ event, rank }]
  })
  return [...Map.groupBy(said, ({ event }) => owningWorkload(event.row.entity, scene))].flatMap(
    ([workload, all]): Finding | readonly Finding[] => {
      const [first] = all.toSorted((a, b) => a.rank - b.rank)
      const [mechanism] = REFUSALS[first?.rank ?? -1] ?? []
      if (first === undefined || mechanism === undefined) return []
      const change = templateChanges(workload, scene).findLast(({ path }) => COMMAND.test(path) || path.endsWith('.image'))
      const { name } = parseEntity(workload)
      return {
        ...commonOf(workload, change),
        mechanism,
        basis: 'witnessed',
        since: change?.at ?? firstSeen(all.map(({ event }) => event)),
        for: [because(`a container of ${name} cannot be started`, quoteEvent(first.event)), ...changeArguments(change)],
        disprovenBy: `a pod of ${name} with the same command that runs`,
      }
    },
  )
}

interface Ended {
  readonly pod: ObjectVersion
  readonly workload: EntityId
  readonly at: Date | null
  readonly isInit: boolean
  /** What shows it in the pod: its exit code, or since when it runs. */
  readonly shown: string
  readonly isHanging?: boolean
}

function endsOf(pod: ObjectVersion, scene: Scene): readonly Ended[] {
  const { object, entity } = pod.row
  const workload = owningWorkload(entity, scene)
  if (['Job', 'CronJob'].includes(parseEntity(workload).kind) || findEvents(scene, KILLED_BY_PROBE, entity).length > 0) return []
  return ['containerStatuses', 'initContainerStatuses'].flatMap((list) =>
    listAt(object, 'status', list).flatMap((status): readonly Ended[] => {
      const isInit = list === 'initContainerStatuses'
      const end = [mapAt(status, 'state', 'terminated'), mapAt(status, 'lastState', 'terminated')].find((one) => 'exitCode' in one)
      if (textAt(status, 'ready') === 'true') return []
      if (end === undefined) return isInit ? unendedOf(pod, status, scene) : []
      if (TOLD_ELSEWHERE.has(textAt(end, 'reason') ?? '') || (numberAt(end, 'exitCode') ?? 0) === 0) return []
      const at = timeAt(end, 'startedAt') ?? timeAt(end, 'finishedAt')
      return [{ pod, workload, at, isInit, shown: `exitCode: ${textAt(end, 'exitCode') ?? ''}` }]
    }),
  )
}

/** An init container that waits to be started again, or that runs for so long that it will not end. */
function unendedOf(pod: ObjectVersion, status: unknown, scene: Scene): readonly Ended[] {
  const common = { pod, workload: owningWorkload(pod.row.entity, scene), at: pod.row.changedAt ?? pod.row.firstSeenAt, isInit: true }
  const waiting = textAt(status, 'state', 'waiting', 'reason')
  if (waiting === 'CrashLoopBackOff' || waiting === 'RunContainerError') return [{ ...common, shown: `reason: ${waiting}` }]
  const seen = pod.row.lastSeenAt ?? scene.window?.end ?? null
  const started = timeAt(status, 'state', 'running', 'startedAt')
  if (started === null || seen === null || seen <= shiftSeconds(started, HANGING_SECONDS)) return []
  return [{ ...common, isHanging: true, shown: `startedAt: ${textAt(status, 'state', 'running', 'startedAt')}` }]
}

function endFinding(workload: EntityId, ends: readonly Ended[], scene: Scene): Finding | null {
  const [end] = ends
  const words = lastWordsOf(workload, scene)
  if (end === undefined || words?.isOfAnother === true) return null
  const change = templateChanges(workload, scene).at(-1)
  const mechanism = nameOf(end, words?.line.row.example ?? null, change)
  // That a program ends does not say why: that takes words whose meaning is known, or a change before it.
  const isExplained = end.isInit || change !== undefined || mechanism !== UNEXPLAINED
  const { name } = parseEntity(workload)
  const isHanging = end.isHanging === true
  const text = isHanging ? `an init container of ${name} does not come to an end` : `a container of ${name} ends by itself with an error`
  return {
    ...commonOf(workload, change),
    mechanism,
    basis: isExplained && (words !== null || end.isInit) ? 'witnessed' : 'measured',
    isReasonUnknown: !isExplained,
    since: change?.at ?? earliest(ends.map(({ at }) => at)),
    musts: isHanging ? [] : ['container_restart'],
    for: [because(text, quoteState(end.pod, end.shown)), ...wordsSaid(words?.line), ...changeArguments(change)],
    disprovenBy: 'the same image, command and settings running elsewhere without ending',
  }
}

function nameOf({ pod, isInit, isHanging }: Ended, said: string | null, change: ObjectChange | undefined): string {
  if (isInit) return isHanging === true ? 'init_container_hanging' : 'init_container_crashing'
  if (change !== undefined && COMMAND.test(change.path)) return 'command_changed'
  if (said !== null && FILES_DENIED.test(said) && mountsFiles(pod)) return 'volume_permission_denied'
  const stated = said === null ? null : statedFailureIn(said)
  return (stated === null ? undefined : NAMES[stated]) ?? (change?.path.endsWith('.image') ? 'image_changed' : UNEXPLAINED)
}

function mountsFiles({ row }: ObjectVersion): boolean {
  return listAt(podSpec(row.object), 'volumes').some((volume) => isMap(volume) && OWNED_BY_OTHERS.some((source) => source in volume))
}

function templateChanges(workload: EntityId, { objects }: Scene): readonly ObjectChange[] {
  return objects.changes.filter(({ entity, path }) => entity === workload && path.startsWith('spec.template.spec.'))
}

function commonOf(workload: EntityId, change: ObjectChange | undefined): Pick<Finding, 'entity' | 'effects' | 'remedy'> {
  return {
    entity: workload,
    effects: ['container_restart', ...WORKLOAD_DOWN],
    remedy: change === undefined ? editRemedy(workload, 'correct what the container complains of') : rollBack(workload),
  }
}
