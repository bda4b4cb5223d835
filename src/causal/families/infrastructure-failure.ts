import { CLUSTER_SCOPE, formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest } from '../../domain/time-window.ts'
import type { ActionKind } from '../../domain/submission.ts'
import { argumentsOf, isHistory, isTrouble, newsIn, type Symptom, symptomsOf } from '../scene/symptoms/symptom.ts'
import type { Scene } from '../scene/scene.ts'
import { family, asMechanism, type Finding, PROGRAM_FAILS } from './family.ts'
import { carrierOf } from './shared/carried-credential.ts'
import { byHand } from './shared/remedies.ts'
import { workloadOf } from './shared/workloads.ts'

interface Failure {
  readonly mechanism: string
  readonly words: RegExp
  readonly action: ActionKind
  readonly remedy: string
  /** How much it shows that whoever says so carries a Secret with what failed; absent where no Secret can hold that. */
  readonly basisWhenCarried?: Finding['basis']
}

// What the layers below a program say when they fail: kernels, clouds, orchestrators, database clusters, identity systems. None of
// these is brought about by a commit of the service that suffers.
const FAILURES: readonly Failure[] = [
  {
    mechanism: 'node_lost',
    words:
      /node (?:\S+ )?(?:is )?not ?ready|NodeNotReady|kubelet stopped posting|instance (?:terminated|reclaimed|retired)|spot (?:interruption|instance)|preempt(?:ed|ion) notice|host maintenance|hardware (?:error|failure)|kernel panic|machine check/i,
    action: 'failover',
    remedy: 'move the workloads to healthy nodes',
  },
  {
    mechanism: 'zone_lost',
    words: /availability zone .{0,200}(?:unavailable|down|impaired|outage)|zone (?:outage|failure)|power (?:loss|failure)|fiber cut/i,
    action: 'failover',
    remedy: 'serve from the other zones',
  },
  {
    mechanism: 'disk_failed',
    // Spring calls a request that failed an "I/O error on GET request" (ResourceAccessException).
    words:
      /input\/output error|i\/o error(?!s? on (?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) request)|(?:medium|uncorrectable) error|blk_update_request|nvme\S{0,20} .{0,200}(?:timeout|abort|reset)|EXT4-fs error|disk failure|bad (?:block|sector)|smart (?:error|failure)|volume (?:detached|unavailable|degraded)|read-only file system|ebs .{0,200}impaired/i,
    action: 'failover',
    remedy: 'move to another volume',
  },
  {
    mechanism: 'cloud_capacity_exhausted',
    words:
      /insufficient ?(?:instance)? ?capacity|ZONE_RESOURCE_POOL_EXHAUSTED|out of capacity|VcpuLimitExceeded|quota .{0,60}exceeded .{0,60}(?:project|region|subscription)/i,
    action: 'escalate_upstream',
    remedy: 'ask the cloud for capacity, or start elsewhere',
  },
  // Besides clouds: golang-jwt and go-oidc ("token is expired"), jsonwebtoken ("jwt expired"), PyJWT (ExpiredSignatureError), jjwt ("JWT expired at"), AWS STS
  // ("The security token included in the request is expired"), RFC 6750 section 3 ("The access token expired") and RFC 8628 (expired_token).
  {
    mechanism: 'credential_expired',
    words:
      /(?:api key|credential|client secret|access key|token|jwt|service account key|licen[cs]e|password)s? (?:has |is |was |have |are |were )?expired|security token included in the request is expired|expired (?:credential|api key|client secret|access key|licen[cs]e|token|jwt)|expired_token|ExpiredToken(?:Exception)?|TokenExpired(?:Error|Exception)?|ExpiredSignature(?:Error)?|ExpiredJwtException/i,
    basisWhenCarried: 'witnessed',
    action: 'other',
    remedy: 'issue a new credential',
  },
  // RFC 6750 section 3.1 (invalid_token) and RFC 6749 section 5.2 (invalid_client) besides databases and clouds.
  {
    mechanism: 'authentication_failed',
    words:
      /password authentication failed|NOAUTH|WRONGPASS|access denied for user|authentication failed for user|invalid (?:client secret|api key|access key)|InvalidAccessKeyId|SignatureDoesNotMatch|\binvalid_(?:token|client)\b/i,
    basisWhenCarried: 'static',
    action: 'other',
    remedy: 'compare the credential in use with the one that is expected',
  },
]

/** Something below the programs failed and said so. One proposal for each kind that logs, events or spans name; an alert alone is what is to be explained. */
export const infrastructureFailure = family('infrastructure_failure', (scene) => {
  const news = newsIn(scene).filter((one) => one.source !== 'metric' && !isHistory(one) && (isTrouble(one) || isFromPlatform(one.unit)))
  return FAILURES.map((failure) => {
    const said = news.filter((one) => failure.words.test(one.said))
    return said.every(({ source }) => source === 'alert') ? null : findingFor(failure, said, scene)
  })
})

function isFromPlatform(entity: EntityId): boolean {
  return /^(?:kube|core-?dns|node|cloud|aws|gcp|azure|host|system|kernel|scheduler|etcd)/.test(parseEntity(entity).name)
}

function findingFor(failure: Failure, said: readonly Symptom[], scene: Scene): Finding {
  const services = said.map((one) => one.unit).filter((entity) => !isFromPlatform(entity))
  const since = earliest(said.map((one) => one.since))
  const carrier = failure.basisWhenCarried === undefined ? null : carrierOf(said, scene)
  return {
    entity: carrier?.secret ?? subjectIn(failure, said, scene),
    mechanism: failure.mechanism,
    since,
    basis: (carrier === null ? null : failure.basisWhenCarried) ?? 'static',
    spreadsFrom: since,
    for: [...asMechanism(argumentsOf(said, 3)), ...(carrier === null ? [] : [carrier.use])],
    // Where only the layer itself speaks, whoever is unwell suffers from it.
    victims: services.length > 0 ? services : symptomsOf(scene).map(({ unit }) => unit),
    effects: [...PROGRAM_FAILS, 'node_unhealthy', 'saturation'],
    disprovenBy: 'the same trouble where this layer was healthy',
    reads: [],
    remedy: byHand(failure.action, failure.remedy, {
      risk: 'What is moved starts again.',
      undo: 'Return when the layer below is healthy.',
    }),
  }
}

/** Where the trouble lies: a credential at the workload that uses it; else the node that is named, or who says so. */
function subjectIn({ basisWhenCarried }: Failure, said: readonly Symptom[], scene: Scene): EntityId {
  const [first] = said
  if (basisWhenCarried !== undefined && first !== undefined) return workloadOf(first.unit, scene)
  const node = /\bnode[ =:"']+([a-z0-9][\w.-]*\d[\w.-]*)/i.exec(said.map((one) => one.said).join('\n'))?.[1]
  if (node !== undefined) return formatEntity(CLUSTER_SCOPE, 'Node', node)
  return first?.entity ?? formatEntity(CLUSTER_SCOPE, 'Node', 'unknown')
}
