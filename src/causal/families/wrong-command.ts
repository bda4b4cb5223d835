import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Citation } from '../../domain/evidence.ts'
import { citeFirst, rowsHeld } from '../scene/cite.ts'
import { listAt, textAt } from '../scene/json.ts'
import type { Scene } from '../scene/scene.ts'
import { isImageAlone } from './rollout.ts'
import { family } from './family.ts'
import { changeArguments, quoteLine } from './shared/arguments.ts'
import type { Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { rollBack } from './shared/remedies.ts'
import { workloadOf } from './shared/workload-of.ts'

interface Failure {
  readonly mechanism: string
  readonly words: RegExp
  readonly text: string
}

/** How runtimes say that a program cannot be started (runc and containerd messages, the kernel's ENOEXEC). */
const FAILURES: readonly Failure[] = [
  { mechanism: 'image_wrong_architecture', words: /exec format error/i, text: 'the program in the image is for another processor' },
  {
    mechanism: 'command_invalid',
    words:
      /executable file not found|no such file or directory.{0,300}(?:exec|unable to start)|(?:exec|unable to start).{0,300}no such file or directory|StartError|ContainerCannotRun|permission denied.{0,300}exec|exec.{0,300}permission denied/i,
    text: 'the command of the container cannot be started',
  },
]

/** A container whose command cannot be run: wrong path, wrong architecture, not executable. */
export const wrongCommand = family('command_invalid', (scene) => {
  const seen = [...fromEvents(scene), ...fromStatuses(scene), ...fromLogs(scene)]
  const byWorkload = Map.groupBy(seen, ({ entity }) => workloadOf(entity, scene))
  return [...byWorkload].flatMap(([workload, found]) => (found[0] === undefined ? [] : [findingFor(workload, found[0], scene)]))
})

interface Seen {
  readonly entity: EntityId
  readonly failure: Failure
  readonly since: Date | null
  readonly citations: readonly Citation[]
}

function fromEvents(scene: Scene): readonly Seen[] {
  return rowsHeld(scene.facts, 'kubernetes_events').flatMap((held) => {
    const failure = failureIn(`${held.row.reason} ${held.row.message}`)
    const since = held.row.firstAt ?? held.row.lastAt
    return failure === null
      ? []
      : [
          {
            entity: held.row.entity,
            failure,
            since,
            citations: citeFirst(held, [`message: ${held.row.message}`], { role: 'mechanism', at: since }),
          },
        ]
  })
}

function fromStatuses(scene: Scene): readonly Seen[] {
  return scene.objects.current('Pod').flatMap((version) => {
    const states = listAt(version.row.object, 'status', 'containerStatuses').flatMap((status) => [
      [textAt(status, 'state', 'waiting', 'reason'), textAt(status, 'state', 'waiting', 'message')],
      [textAt(status, 'lastState', 'terminated', 'reason'), textAt(status, 'lastState', 'terminated', 'message')],
      [textAt(status, 'state', 'terminated', 'reason'), textAt(status, 'state', 'terminated', 'message')],
    ])
    return states.flatMap(([reason, message]): Seen[] => {
      const failure = failureIn(`${reason ?? ''} ${message ?? ''}`)
      if (failure === null) return []
      const since = version.row.changedAt ?? version.row.firstSeenAt
      const citations = citeFirst(version, [`message: ${message ?? ''}`, `reason: ${reason ?? ''}`], { role: 'mechanism', at: since })
      return [{ entity: version.row.entity, failure, since, citations }]
    })
  })
}

/** Only the architecture shows in logs: the loader prints it when the image has a shell of its own. */
function fromLogs(scene: Scene): readonly Seen[] {
  return rowsHeld(scene.facts, 'log_patterns').flatMap((held) => {
    const failure = /exec format error/i.test(held.row.example) ? FAILURES[0] : undefined
    if (failure === undefined) return []
    return [
      {
        entity: held.row.entity,
        failure,
        since: held.row.firstAt,
        citations: quoteLine(held),
      },
    ]
  })
}

function failureIn(text: string): Failure | null {
  return FAILURES.find(({ words }) => words.test(text)) ?? null
}

function findingFor(workload: EntityId, { failure, since, citations }: Seen, scene: Scene): Finding {
  const changes = scene.objects.changes.filter((one) => one.entity === workload && one.path.startsWith('spec.template.spec.'))
  const change = changes.findLast((one) => /\.(command|args|image)(\.|:|$)/.test(one.path))
  const isOtherImage = failure.mechanism === 'command_invalid' && isImageAlone(changes)
  return {
    entity: workload,
    mechanism: isOtherImage ? 'image_changed' : failure.mechanism,
    since: change?.at ?? since,
    basis: 'witnessed',
    for: [{ text: failure.text, citations }, ...changeArguments(change)],
    victims: [workload],
    effects: ['container_restart', ...WORKLOAD_DOWN],
    disprovenBy: `a pod of ${parseEntity(workload).name} with the same command that runs`,
    remedy: rollBack(workload),
  }
}
