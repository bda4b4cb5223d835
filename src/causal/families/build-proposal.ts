import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument, Citation } from '../../domain/evidence.ts'
import type { Query } from '../../domain/reading.ts'
import type { ActionProposal } from '../../domain/submission.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { kubectl, undoRollout } from './kubectl.ts'

/** What a mechanism has to say about one cause; everything that is the same for all of them is filled in. */
export interface Finding {
  readonly entity: EntityId
  readonly mechanism: string
  readonly basis: Proposal['basis']
  readonly isUncaused?: boolean
  /** 0 to 1: how well what was found fits, a factor of the basis. Absent: 1. */
  readonly fit?: number
  /** True where the trace says that something is wrong and not what. Absent: false. */
  readonly isReasonUnknown?: boolean
  readonly since: Date | null
  readonly victims: readonly EntityId[]
  readonly effects: Proposal['effects']
  /** Sentences with their quotes, the most telling first. */
  readonly for: readonly Argument[]
  readonly against?: readonly Argument[]
  readonly disprovenBy: string
  readonly reads?: readonly Query[]
  readonly remedy: Remedy
}

/** What a person could do, in words and as argument lists; never run by this program. */
export type Remedy = Omit<ActionProposal, 'target' | 'citations'>

/** A proposal from a finding. Arguments without quotes are left out; without further reads the cause's own object is read again. */
export function buildProposal(finding: Finding): Proposal {
  const cited = finding.for.filter(({ citations }) => citations.length > 0)
  const { reads = [{ kind: 'object_versions', entity: finding.entity }], remedy } = finding
  return {
    entity: finding.entity,
    mechanism: finding.mechanism,
    since: finding.since,
    basis: finding.basis,
    isUncaused: finding.isUncaused ?? false,
    ...(finding.fit === undefined ? {} : { fit: finding.fit }),
    ...(finding.isReasonUnknown === true ? { isReasonUnknown: true } : {}),
    for: cited,
    against: finding.against ?? [],
    victims: [...new Set(finding.victims)],
    effects: finding.effects,
    disprovenBy: finding.disprovenBy,
    disconfirmingQueries: reads,
    action: { ...remedy, target: finding.entity, citations: cited[0]?.citations ?? [] },
  }
}

/** A sentence with its quotes. */
export function because(text: string, ...citations: readonly (readonly Citation[])[]): Argument {
  return { text, citations: citations.flat() }
}

/** The usual remedy for a field that is wrong in an object somebody wrote. `what`: plain words, see `domain/plain-words.ts`. */
export function editRemedy(entity: EntityId, what: string): Remedy {
  return {
    kind: 'config_revert',
    what,
    commands: [kubectl('edit', entity)],
    risk: isRolledOut(entity)
      ? 'Pods made from it are replaced, and the next apply of its source undoes the edit.'
      : 'The next apply of its source undoes the edit.',
    undo: isRolledOut(entity)
      ? { what: 'undo the rollout', commands: [undoRollout(entity)] }
      : { what: 'put the old value back', commands: [kubectl('edit', entity)] },
  }
}

function isRolledOut(entity: EntityId): boolean {
  return ['Deployment', 'StatefulSet', 'DaemonSet'].includes(parseEntity(entity).kind)
}

export const WORKLOAD_DOWN: Proposal['effects'] = [
  'pod_pending',
  'pod_not_created',
  'workload_unready',
  'no_endpoints',
  'unreachable',
  'error_rate',
  'log_error',
  'traffic_drop',
]
