import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { firstSeen, quoteEvent, quoteState, currentState, hasRecovered, owningWorkload } from '../scene/kubernetes/states-and-events.ts'
import type { HeldEvent, Scene } from '../scene/scene.ts'
import { containersOf, textAt } from '../scene/kubernetes/fields.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
import { editRemedy } from './shared/remedies.ts'

interface Reason {
  readonly mechanism: string
  readonly says: string
  readonly fix: string
  readonly disprovenBy: string
  readonly words: RegExp
}

/**
 * Why a pull failed, most specific first: a missing secret shows as a refusal as well, and a name that does not resolve as a failed
 * request. Wordings of containerd (core/remotes/docker), CRI-O and Docker (registry errors of the OCI distribution specification:
 * MANIFEST_UNKNOWN, NAME_UNKNOWN, UNAUTHORIZED, DENIED, TOOMANYREQUESTS), Go's resolver, and the kubelet (pkg/kubelet/images).
 * Docker Hub does not tell a private repository from one that does not exist; without a pull secret that failed, the name is wrong.
 */
const REASONS: readonly Reason[] = [
  {
    mechanism: 'image_pull_unauthorized',
    says: 'may not pull its image: the registry wants credentials that the pod does not bring',
    fix: 'create the pull secret and name it in spec.template.spec.imagePullSecrets',
    disprovenBy: 'the image can be pulled with the secrets that the pod names',
    words:
      /Unable to retrieve some image pull secrets|\b40[13] (?:Unauthorized|Forbidden)|unauthorized: |authentication required|no basic auth credentials|failed to authorize|(?:insufficient_scope|denied: )(?<!repository does not exist[^"]{0,200})|\b403\b.{0,200}denied|access to the resource is denied/i,
  },
  {
    mechanism: 'image_registry_unresolvable',
    says: 'cannot pull its image: the name of the registry does not resolve',
    fix: 'correct the registry in spec.template.spec.containers[].image, or its DNS record',
    disprovenBy: 'the registry resolves on the node',
    words:
      /no such host|Temporary failure in name resolution|server misbehaving|lookup \S+(?: on \S+)?: .{0,200}(?:timeout|NXDOMAIN)|Name or service not known|could not resolve host/i,
  },
  {
    mechanism: 'image_pull_rate_limited',
    says: 'cannot pull its image: the registry limits the rate of pulls',
    fix: 'pull with credentials or from a mirror',
    disprovenBy: 'pulls from the same registry succeed at the same time',
    words: /toomanyrequests|429 Too Many Requests|rate limit/i,
  },
  {
    mechanism: 'image_reference_wrong',
    says: 'names an image that does not exist',
    fix: 'correct name and tag in spec.template.spec.containers[].image',
    disprovenBy: 'the same reference can be pulled elsewhere',
    words:
      /not found|manifest unknown|name unknown|NotFound|repository does not exist|no such image|InvalidImageName|invalid reference format|couldn't parse image|Failed to apply default image tag|no match for platform|does not match the specified platform|ErrImageNeverPull|is not present with pull policy of Never/i,
  },
  {
    mechanism: 'image_registry_unreachable',
    says: 'cannot pull its image: the registry does not answer',
    fix: 'correct the registry in spec.template.spec.containers[].image, or restore the way to it',
    disprovenBy: 'the registry answers on the node',
    words:
      /dial tcp|i\/o timeout|connection refused|TLS handshake timeout|x509:|context deadline exceeded|http: server gave HTTP response/i,
  },
]

/** Events that speak about pulling. The BackOff and the bare `Error: ErrImagePull` name no reason. */
const ABOUT_PULLING =
  /^(?:Failed to pull image|Failed to inspect image|Unable to retrieve some image pull secrets|Error: (?:ImageInspectError|InvalidImageName|ErrImageNeverPull)|Container image .* not present with pull policy|Failed to apply default image tag|couldn't parse image)/i

/** Reasons with which a container waits for its image; the kubelet writes beside them what the runtime said. */
const NOT_PULLED = new Set(['ErrImagePull', 'ImagePullBackOff'])

/** What Docker Hub says of a private repository and of a missing one alike. */
const AMBIGUOUS = /repository does not exist or may require/i

/** A pod whose image cannot be pulled, by the reason that the registry or the node gives. The workload names the image, so it is the cause. */
export const imagePullFailed = family('image_pull_failed', (scene) => {
  const failing = scene.said.all.filter((event) => isAboutPulling(event) && !hasRecovered(event.row.entity, scene))
  const byWorkload = Map.groupBy(failing, ({ row }) => owningWorkload(row.entity, scene))
  return [...byWorkload].map(([workload, events]) => findingFor(workload, events, scene))
})

function isAboutPulling({ row, record }: HeldEvent): boolean {
  return ABOUT_PULLING.test(row.message) || (record !== undefined && NOT_PULLED.has(row.reason))
}

function findingFor(workload: EntityId, events: readonly HeldEvent[], scene: Scene): Finding | null {
  // A secret that cannot be read harms nobody whose image is public: without a failed pull it is no reason.
  const pulls = events.filter(({ row }) => !/^Unable to retrieve/i.test(row.message))
  const isRefused = pulls.length < events.length && pulls.some(({ row }) => AMBIGUOUS.test(row.message))
  const says = ({ words }: Reason, { row }: HeldEvent) => words.test(withoutImage(row.message))
  const reason = REASONS.find(
    (one) => (isRefused && one.mechanism === 'image_pull_unauthorized') || pulls.some((event) => says(one, event)),
  )
  if (reason === undefined) return null
  const telling = events.filter((event) => says(reason, event)).slice(0, 2)
  const text = `${parseEntity(workload).name} ${reason.says}`
  return {
    entity: workload,
    mechanism: reason.mechanism,
    basis: 'witnessed',
    since: firstSeen(events),
    effects: ['image_pull_failed', ...WORKLOAD_DOWN],
    // The pods that lack the image say so themselves.
    musts: ['image_pull_failed'],
    for: [
      ...telling.map((event) => because(text, quoteEvent(event, reason.words.exec(event.row.message)?.[0] ?? ''))),
      because('the image as the workload names it', imageOf(workload, events, scene)),
    ],
    disprovenBy: reason.disprovenBy,
    remedy: editRemedy(workload, reason.fix),
  }
}

/** The reference is quoted again and again, and may itself contain any word. */
function withoutImage(message: string): string {
  const image = /image "([^"]+)"/.exec(message)?.[1]
  return image === undefined ? message : message.replaceAll(image, '<image>')
}

function imageOf(workload: EntityId, events: readonly HeldEvent[], scene: Scene): ReturnType<typeof quoteState> {
  const state = currentState(workload, scene)
  const images = state === null ? [] : containersOf(state.row.object).map((container) => textAt(container, 'image') ?? '')
  const failing = images.find((image) => image !== '' && events.some(({ row }) => row.message.includes(`"${image}"`)))
  return state === null || failing === undefined ? [] : quoteState(state, `image: ${failing}`)
}
