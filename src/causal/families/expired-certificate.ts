import { nameOr } from '../../domain/command-names.ts'
import { addressedHosts } from '../../domain/addressed-hosts.ts'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { failureIn } from '../../domain/network-failures.ts'
import { symptomsOf, argumentsOf, isTrouble, newsIn, type Symptom } from '../scene/symptoms/symptom.ts'
import { servedCertificate } from '../scene/kubernetes/carried-secrets.ts'
import { currentState } from '../scene/kubernetes/states-and-events.ts'
import { calleesNamedIn } from '../scene/addressed-services.ts'
import type { Scene } from '../scene/scene.ts'
import { family, asMechanism, CALLS_FAIL, type Finding, readSpans } from './family.ts'
import { useOf } from './shared/carried-credential.ts'
import { byHand } from './shared/remedies.ts'
import { workloadOf } from './shared/workloads.ts'

// How TLS libraries say that a certificate is past its end: Go, OpenSSL, Java, Node, curl, Envoy.
const EXPIRED =
  /certificate (?:has |is |was )?expired|certificate (?:for|of) .{1,80} expired|cert(?:ificate)? (?:has )?expir|CERT_HAS_EXPIRED|certificate_expired|NotAfter:|CertificateExpired|not yet valid|is expired|expired certificate|SEC_ERROR_EXPIRED/i
/** Tokens, licences and passwords expire as well. */
const ABOUT_CERTIFICATES = /cert|x509|\btls\b|\bssl\b|handshake/i
/** Names under which exporters count down to the end of a certificate. */
const COUNTDOWN = /cert\w{0,80}(?:expir|not_?after|valid)|ssl\w{0,80}expir|tls\w{0,80}expir/i
/** How a TLS library says that the other side refused its own certificate. Sources: Go crypto/tls, OpenSSL, Java. */
const REFUSED_BY_PEER = /remote error: tls: expired certificate|alert certificate expired|Received fatal alert: certificate_expired/i

/** A dotted name, and no number. */
const DOMAIN = /\.[a-z][\w-]*$/

/**
 * A certificate that reached its end: handshakes fail from that moment on, whatever was deployed. Where nobody says so, one that its callers do not accept for
 * another reason.
 */
export const expiredCertificate = family('certificate_expired', (scene) => {
  const news = newsIn(scene)
  const about = news.filter((one) => ABOUT_CERTIFICATES.test(one.said) && (one.source !== 'log' || isTrouble(one)))
  const expired = about.filter((one) => EXPIRED.test(one.said))
  const counted = news.filter((one) => one.departure !== null && COUNTDOWN.test(one.said) && one.departure.to <= 0)
  const found = findingFor(expired, counted, scene)
  if (found !== null) return [{ ...found, ...ACCOUNTS.expired }]
  const refused = about.filter((one) => failureIn(one.said) === 'certificate' && ownerOf(one, scene) !== null)
  const other = findingFor(refused, [], scene)
  return [other === null ? null : { ...other, ...ACCOUNTS.refused }]
})

/** What is said of a certificate, and how much that shows. */
type Account = Pick<Finding, 'mechanism' | 'basis' | 'isReasonUnknown' | 'disprovenBy'>

const ACCOUNTS = {
  expired: {
    mechanism: 'certificate_expired',
    basis: 'witnessed',
    disprovenBy: 'a handshake with the same certificate that succeeded after its end',
  },
  /** Whom the client trusts may be wrong as well, or the name that it asked for, so it is never verified. */
  refused: {
    mechanism: 'certificate_not_accepted',
    basis: 'measured',
    isReasonUnknown: true,
    disprovenBy: 'a client that accepts the same certificate under the same name',
  },
} as const satisfies Record<string, Account>

function findingFor(said: readonly Symptom[], counted: readonly Symptom[], scene: Scene): Omit<Finding, keyof Account> | null {
  const [first] = said
  if (first === undefined) return null
  const [owner, speakers] = bestOwner(said, scene) ?? [
    { entity: certificate(parseEntity(first.unit).name), presenter: null, use: [] },
    said,
  ]
  const { entity, presenter } = owner
  const callers = [...new Set(speakers.filter((one) => one.source === 'log' || one.source === 'span').map((one) => one.unit))]
  const name = parseEntity(entity).name
  return {
    entity,
    since: first.since,
    for: [...asMechanism(argumentsOf([...speakers, ...counted], 4)), ...owner.use],
    victims: [...(callers.length > 0 ? callers : [first.unit]), ...(presenter === null ? [] : [presenter])],
    effects: CALLS_FAIL,
    reads: readSpans(first.unit, scene, true),
    remedy: {
      ...byHand('other', `issue a new certificate for ${nameOr('plainName', name, 'the name that the receipts quote')} and reload it`, {
        risk: 'Clients that pin the old certificate must learn the new one.',
        undo: 'Install the old certificate again.',
      }),
      target: name,
    },
  }
}

/** Whose certificate it is. `presenter`: what presents it, where that runs in the cluster. `use`: where that is written that it uses it. */
interface Owner {
  readonly entity: EntityId
  readonly presenter: EntityId | null
  readonly use: readonly Argument[]
}

/** The certificate that most callers speak of, by its best name, with what they said; of equals the one that was spoken of first. Null when nobody says whose it is. */
function bestOwner(said: readonly Symptom[], scene: Scene): readonly [Owner, readonly Symptom[]] | null {
  const told = said.flatMap((one) => {
    const owner = ownerOf(one, scene)
    return owner === null ? [] : [{ one, owner }]
  })
  const groups = [...Map.groupBy(told, ({ owner }) => owner.presenter ?? owner.entity).values()]
  const speakersOf = (group: typeof told) => new Set(group.map(({ one }) => one.unit)).size
  const [best] = groups.toSorted((a, b) => speakersOf(b) - speakersOf(a))
  const shown = best?.find(({ owner }) => owner.entity !== owner.presenter) ?? best?.[0]
  return best === undefined || shown === undefined ? null : [shown.owner, best.map(({ one }) => one)]
}

/** The speaker's own, where the other side refused it and it has one; else that of the host that the text addresses; else that of whom it does not reach. */
function ownerOf(one: Symptom, scene: Scene): Owner | null {
  const own = REFUSED_BY_PEER.test(one.said) ? servedBy(one.unit, scene) : null
  if (own !== null && parseEntity(own.entity).kind === 'Secret') return own
  const calleeOf = (host: string) => scene.graph.calleeOf({ caller: one.unit, host })
  const [host] = addressedHosts(one.said, (name) => calleeOf(name) !== null)
  const callee = host === undefined ? (presentersIn(one, scene)[0] ?? null) : calleeOf(host)
  const isServed = callee !== null && currentState(workloadOf(callee, scene), scene) !== null
  // Where nothing that was read serves it, a certificate is better known by the name that it is made for.
  if (host !== undefined && DOMAIN.test(host) && !isServed) return { entity: certificate(host), presenter: callee, use: [] }
  return callee === null ? own : servedBy(callee, scene)
}

/** The Secret from which what runs behind a Service has its certificate; that workload itself where it is not told by which. */
function servedBy(presenter: EntityId, scene: Scene): Owner {
  const workload = workloadOf(presenter, scene)
  const state = currentState(workload, scene)
  const secret = state === null ? null : servedCertificate(state, scene.objects)
  if (state === null || secret === null) return { entity: workload, presenter, use: [] }
  return { entity: secret, presenter, use: [useOf(secret, state, 'its certificate')] }
}

function certificate(subject: string): EntityId {
  return formatEntity('external', 'Certificate', subject)
}

/** Whom the failed handshake was with: the callee that the text names, else the only one that its caller does not get through to. */
function presentersIn({ entity, text }: Symptom, scene: Scene): readonly EntityId[] {
  const named = calleesNamedIn(text, entity, scene)
  if (named.length > 0) return named
  const unreached = symptomsOf(scene).filter(
    ({ kind, seenBy }) => seenBy !== undefined && kind !== 'latency' && scene.graph.unitOf(seenBy) === entity,
  )
  const units = [...new Set(unreached.map(({ unit }) => unit))]
  return units.length === 1 ? units : []
}
