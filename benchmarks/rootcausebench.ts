import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Diagnosis } from '../src/domain/diagnosis.ts'
import { parseEntity, type EntityId } from '../src/domain/entity.ts'
import type { BenchmarkSet, MappedAnswer } from './benchmark-set.ts'

/** The set's answer when no commit did it; also given when nothing can be named, since any sha would be a guess. */
const NO_COMMIT = 'none'

// The set's remediation words, by what kind of action the engine proposes and, where that is `other`, by mechanism.
const BY_MECHANISM: Readonly<Record<string, string>> = {
  certificate_expired: 'rotate-cert',
  credential_expired: 'rotate-cert',
  noisy_neighbour: 'reschedule',
  poison_record: 'purge-bad-data',
  traffic_surge: 'scale',
  node_lost: 'reschedule',
  clock_skew: 'reschedule',
  cloud_capacity_exhausted: 'failover',
  dns_failure: 'escalate-upstream',
}
const BY_ACTION: Readonly<Record<string, string>> = {
  rollback: 'rollback',
  config_revert: 'config-revert',
  policy_revert: 'config-revert',
  flag_off: 'feature-flag-disable',
  scale: 'scale',
  failover: 'failover',
  restart: 'reschedule',
  escalate_upstream: 'escalate-upstream',
  other: 'escalate-upstream',
}

/** RootCauseBench: recorded incidents with a change history; the answer is a commit or none. */
export const rootcausebench: BenchmarkSet = {
  name: 'rootcausebench',
  listCases: (dir) =>
    readdirSync(path.join(dir, 'cases'))
      .sort()
      .map((id) => ({ id, dir: path.join(dir, 'cases', id) })),
  mapAnswer,
}

function mapAnswer(diagnosis: Diagnosis): MappedAnswer {
  const [cause] = diagnosis.rootCauses
  const first = firstService(diagnosis)
  const others = [
    ...(cause?.propagation ?? []),
    ...diagnosis.ruledOut.filter(({ because }) => !because.startsWith('gets other traffic')).map(({ entity }) => entity),
  ]
  const blast = new Set(others.filter(isService).map(nameOf))
  blast.delete(first)
  return {
    top: [
      {
        root_cause_commit: cause === undefined ? NO_COMMIT : commitOf(cause.entity),
        first_failing_service: first,
        blast_radius: [...blast],
        remediation: remediationOf(diagnosis),
      },
    ],
  }
}

function commitOf(entity: EntityId): string {
  const { kind, name } = parseEntity(entity)
  return kind === 'Commit' ? name : NO_COMMIT
}

/** Where the fault bites first: the cause itself when it is a service, else the first service on the way from it. */
function firstService({ rootCauses, alternatives, ruledOut }: Diagnosis): string {
  const [cause] = rootCauses
  const candidates = [...(cause?.propagation ?? []), ...ruledOut.map(({ entity }) => entity), ...alternatives.map(({ entity }) => entity)]
  const found = candidates.find(isService)
  return found === undefined ? 'unknown' : nameOf(found)
}

function isService(entity: EntityId): boolean {
  return parseEntity(entity).kind === 'Service' && parseEntity(entity).scope !== 'external'
}

function nameOf(entity: EntityId): string {
  return parseEntity(entity).name
}

function remediationOf({ rootCauses, proposedActions }: Diagnosis): string {
  const mechanism = rootCauses[0]?.mechanism ?? ''
  const isCommit = rootCauses[0] !== undefined && parseEntity(rootCauses[0].entity).kind === 'Commit'
  if (isCommit && proposedActions[0]?.kind === 'other') return 'roll-forward'
  return BY_MECHANISM[mechanism] ?? BY_ACTION[proposedActions[0]?.kind ?? 'other'] ?? 'escalate-upstream'
}
