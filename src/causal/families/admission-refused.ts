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
  /** The object that refuses. */
  readonly refuser: (said: Said, scene: Scene) => EntityId | null
}

/** What was said of a refusal: the name of who refuses, where one is given, and whose pods are refused. */
interface Said {
  readonly by: string
  readonly scope: string
  readonly message: string
}

/** How admission says that it refuses an object. Sources: apiserver pkg/admission/plugin (webhook, policy/validating), plugin/pkg/admission/limitranger. */
const REFUSALS: readonly Refusal[] = [
  {
    mechanism: 'admission_webhook_failing',
    words: /failed calling webhook "(?<by>[^"]+)"/,
    text: 'an admission webhook cannot be asked, and until it answers nothing is admitted',
    refuser: ({ by, message }, scene) => webhookConfiguration(by, scene) ?? serviceIn(message),
  },
  {
    mechanism: 'admission_webhook_refuses',
    words: /admission webhook "(?<by>[^"]+)" denied the request/,
    text: 'an admission webhook refuses it',
    refuser: ({ by }, scene) => webhookConfiguration(by, scene),
  },
  {
    mechanism: 'admission_policy_refuses',
    words: /ValidatingAdmissionPolicy '(?<by>[^']+)' with binding '[^']+' denied request/,
    text: 'an admission policy refuses it',
    refuser: ({ by }) => formatEntity(CLUSTER_SCOPE, 'ValidatingAdmissionPolicy', by),
  },
  {
    mechanism: 'limit_range_refuses',
    words: /(?:maximum|minimum) [\w./-]{1,80} usage per (?:Container|Pod) is|max limit to request ratio per/,
    text: 'a limit range refuses what it asks for',
    refuser: ({ scope }, scene) =>
      scene.objects
        .current('LimitRange')
        .map(({ row }) => row.entity)
        .find((entity) => parseEntity(entity).scope === scope) ?? null,
  },
]

/** Pods of a workload are not created because something that guards the cluster refuses them: the guard, or its rule, is the cause. */
export const admissionRefused = family('admission_refused', (scene) =>
  REFUSALS.flatMap((refusal) => toldOf(scene, refusal.words).map((told) => findingFor(told, refusal, scene))),
)

function findingFor({ workload, events, last, match }: Told, { mechanism, text, refuser }: Refusal, scene: Scene): Finding {
  const { scope, name } = parseEntity(workload)
  const entity = refuser({ by: match.groups?.['by'] ?? '', scope, message: last.row.message }, scene) ?? workload
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
  const kinds = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const
  const holder = kinds
    .flatMap((kind) => scene.objects.current(kind))
    .find(({ row }) => listAt(row.object, 'webhooks').some((one) => textAt(one, 'name') === webhook))
  return holder?.row.entity ?? null
}

/** The Service that the API server asked: its address in the message is `https://NAME.NAMESPACE.svc:PORT/PATH`. */
function serviceIn(message: string): EntityId | null {
  const [, name, scope] = /https:\/\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc\b/.exec(message) ?? []
  return name === undefined || scope === undefined ? null : formatEntity(scope, 'Service', name)
}
