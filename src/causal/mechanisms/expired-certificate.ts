import { nameOr } from '../../domain/command-names.ts'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Proposal } from '../candidate.ts'
import { symptomsOf } from '../explain.ts'
import { calleesNamedIn } from '../named-callees.ts'
import type { Observation } from '../observations/observation.ts'
import { argumentsOf } from '../observations/quote.ts'
import { readObservations } from '../observations/read-observations.ts'
import type { Scene } from '../scene.ts'
import type { Mechanism } from './mechanism.ts'

// How TLS libraries say that a certificate is past its end: Go, OpenSSL, Java, Node, curl, Envoy.
const EXPIRED =
  /certificate (?:has |is |was )?expired|certificate (?:for|of) .{1,80} expired|cert(?:ificate)? (?:has )?expir|CERT_HAS_EXPIRED|certificate_expired|NotAfter:|CertificateExpired|not yet valid|is expired|expired certificate|SEC_ERROR_EXPIRED/i
/** Tokens, licences and passwords expire as well. */
const ABOUT_CERTIFICATES = /cert|x509|\btls\b|\bssl\b|handshake/i
/** Names under which exporters count down to the end of a certificate. */
const COUNTDOWN = /cert\w{0,80}(?:expir|not_?after|valid)|ssl\w{0,80}expir|tls\w{0,80}expir/i
const SUBJECT = [/\bCN\s*=\s*([\w.*-]+)/i, /certificate (?:for|of) ["']?([\w.*-]+\.[\w.*-]+)/i, /https?:\/\/([\w.-]+)/i]
const DOTTED_NAME = /(?<![\w-])-*(\w[\w-]*(?:\.[\w-]+)+)/

/** A certificate that reached its end: handshakes fail from that moment on, whatever was deployed. */
export const expiredCertificate: Mechanism = {
  name: 'certificate_expired',
  propose(scene) {
    const news = readObservations(scene)
    const said = news.filter(
      (one) => EXPIRED.test(one.text) && ABOUT_CERTIFICATES.test(one.text) && (one.source !== 'log' || one.isFailure),
    )
    const counted = news.filter((one) => one.departure !== null && COUNTDOWN.test(one.text) && one.departure.to <= 0)
    const [first] = said
    return first === undefined ? [] : [proposalFor(first, { said, counted, scene })]
  },
}

interface Context {
  readonly said: readonly Observation[]
  readonly counted: readonly Observation[]
  readonly scene: Scene
}

function proposalFor(first: Observation, { said, counted, scene }: Context): Proposal {
  const subject = said.flatMap((one) => subjectsIn(one.text))[0]
  const presenter = said.flatMap((one) => presentersIn(one, scene))[0]
  const callers = [...new Set(said.filter((one) => one.source === 'log' || one.source === 'span').map((one) => one.entity))]
  // Without its name the certificate is known by the service that presents it; who logs the failed handshake only refuses it.
  const entity = subject === undefined && presenter !== undefined ? presenter : certificate(subject ?? parseEntity(first.entity).name)
  const name = parseEntity(entity).name
  return {
    entity,
    mechanism: 'certificate_expired',
    since: first.since,
    basis: 'witnessed',
    isUncaused: true,
    for: argumentsOf([...said, ...counted], 4).map((argument) => ({
      ...argument,
      citations: argument.citations.map((citation) => ({ ...citation, role: 'mechanism' as const })),
    })),
    against: [],
    victims: [...(callers.length > 0 ? callers : [first.entity]), ...(presenter === undefined ? [] : [presenter])],
    effects: ['error_rate', 'log_error', 'unreachable', 'traffic_drop', 'latency'],
    disprovenBy: 'a handshake with the same certificate that succeeded after its end',
    disconfirmingQueries:
      scene.window === null
        ? []
        : [{ kind: 'span_examples', entity: first.entity, window: scene.window, onlyErrors: true, offset: 0, limit: 20 }],
    action: {
      kind: 'other',
      target: name,
      what: `issue a new certificate for ${nameOr('plainName', name, 'the name that the receipts quote')} and reload it`,
      commands: [],
      risk: 'Clients that pin the old certificate must learn the new one.',
      undo: { what: 'Install the old certificate again (it stays expired).', commands: [] },
      citations: first.citations,
    },
  }
}

function subjectsIn(text: string): readonly string[] {
  return [...SUBJECT.flatMap((pattern) => pattern.exec(text)?.[1] ?? []), ...namesBeforeCertificate(text)]
}

/** `shop.example.org:443: bad certificate`: the first dotted name of each line that speaks of a certificate after it. */
function namesBeforeCertificate(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const end = [...line.matchAll(/certificate/gi)].at(-1)?.index
    return end === undefined ? [] : (DOTTED_NAME.exec(line.slice(0, end))?.[1] ?? [])
  })
}

function certificate(subject: string): EntityId {
  return formatEntity('external', 'Certificate', subject)
}

/** Whom the failed handshake was with: the callee that the text names, else the only one that its caller does not get through to. */
function presentersIn({ entity, text }: Observation, scene: Scene): readonly EntityId[] {
  const named = calleesNamedIn(text, entity, scene)
  if (named.length > 0) return named
  const unreached = symptomsOf(scene).filter(
    ({ kind, seenBy }) => seenBy !== undefined && kind !== 'latency' && scene.graph.unitOf(seenBy) === entity,
  )
  const units = [...new Set(unreached.map((signal) => scene.graph.unitOf(signal.entity)))]
  return units.length === 1 ? units : []
}
