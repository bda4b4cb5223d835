import { CLUSTER_SCOPE, formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { listAt, textAt } from '../scene/kubernetes/fields.ts'
import { firstSeen, quoteEvent, quoteState, type Told, toldOf } from '../scene/kubernetes/states-and-events.ts'
import type { Scene } from '../scene/scene.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
import { editRemedy } from './shared/remedies.ts'

interface Refusal {
  readonly mechanism: string
  /** Names the object that refuses, in the group `by`, where the message does. */
  readonly words: RegExp
  readonly text: string
  /** The object that refuses; `by`: as the message names it, empty where it does not. */
  readonly refuser: (by: string, told: Told, scene: Scene) => EntityId | null
}

/** How admission says that it refuses an object. Sources: apiserver pkg/admission/plugin (webhook, policy/validating), plugin/pkg/admission/limitranger. */
const REFUSALS: readonly Refusal[] = [
  {
    mechanism: 'admission_webhook_failing',
    words: /failed calling webhook "(?<by>[^"]+)"/,
    text: 'an admission webhook cannot be asked, and until it answers nothing is admitted',
    refuser: (by, { last }, scene) => webhookConfiguration(by, scene) ?? serviceIn(last.row.message),
  },
  {
    mechanism: 'admission_webhook_refuses',
    words: /admission webhook "(?<by>[^"]+)" denied the request/,
    text: 'an admission webhook refuses it',
    refuser: (by, _, scene) => webhookConfiguration(by, scene),
  },
  {
    mechanism: 'admission_policy_refuses',
    words: /ValidatingAdmissionPolicy '(?<by>[^']+)' with binding '[^']+' denied request/,
    text: 'an admission policy refuses it',
    refuser: (by) => formatEntity(CLUSTER_SCOPE, 'ValidatingAdmissionPolicy', by),
  },
  {
    mechanism: 'limit_range_refuses',
    words: /(?:maximum|minimum) [\w./-]{1,80} usage per (?:Container|Pod) is|max limit to request ratio per/,
    text: 'a limit range refuses what it asks for',
    refuser: (_, { workload }, { objects }) =>
      objects.current('LimitRange').find(({ row }) => parseEntity(row.entity).scope === parseEntity(workload).scope)?.row.entity ?? null,
  },
]

/** Pods of a workload are not created because something that guards the cluster refuses them: the guard, or its rule, is the cause. */
export const admissionRefused = family('admission_refused', (scene) =>
  REFUSALS.flatMap((refusal) => toldOf(scene, refusal.words).map((told) => findingFor(told, refusal, scene))),
)

function findingFor(told: Told, { mechanism, text, refuser }: Refusal, scene: Scene): Finding {
  const { workload, events, last, match } = told
  const { name } = parseEntity(workload)
  const entity = refuser(match.groups?.['by'] ?? '', told, scene) ?? workload
  const state = entity === workload ? undefined : scene.objects.versionsOf(entity).at(-1)
  return {
    entity,
    mechanism,
    basis: 'witnessed',
    since: firstSeen(events),
    victims: [workload],
    effects: WORKLOAD_DOWN,
    for: [
      because(`no pod of ${name} is admitted: ${text}`, quoteEvent(last, match[0])),
      because('what guards it', state === undefined ? [] : quoteState(state, 'failurePolicy', 'spec.limits', 'spec', 'metadata.name')),
    ],
    disprovenBy: 'the same pod being admitted while the guard is as it is',
    remedy: {
      ...editRemedy(
        entity,
        'restore what the guard asks, correct its rule, or change what the workload asks for',
        'What the guard protects the cluster from is let in.',
      ),
      kind: 'policy_revert',
    },
  }
}

/** A webhook is called by a name of its own; the object that people edit holds it. */
function webhookConfiguration(webhook: string, scene: Scene): EntityId | null {
  const all = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].flatMap((kind) => scene.objects.current(kind))
  const holder = all.find(({ row }) => listAt(row.object, 'webhooks').some((one) => textAt(one, 'name') === webhook))
  return holder?.row.entity ?? null
}

/** The Service that the API server asked: its address in the message is `https://NAME.NAMESPACE.svc:PORT/PATH`. */
function serviceIn(message: string): EntityId | null {
  const [, name, scope] = /https:\/\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc\b/.exec(message) ?? []
  return name === undefined || scope === undefined ? null : formatEntity(scope, 'Service', name)
}
