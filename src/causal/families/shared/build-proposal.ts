import type { EntityId } from '../../../domain/entity.ts'
import type { Argument, Citation } from '../../../domain/evidence.ts'
import type { Query } from '../../../domain/reading.ts'
import type { Proposal } from '../../weigh/candidate.ts'
import type { Remedy } from './remedies.ts'

/** What a family has to say about one cause; everything that is the same for all of them is filled in. */
export interface Finding extends Omit<Proposal, 'against' | 'victims' | 'disconfirmingQueries' | 'action'> {
  readonly against?: readonly Argument[]
  /** Absent: the entity itself. */
  readonly victims?: readonly EntityId[]
  /** Narrow reads that could disprove it. Absent: the cause's own object is read again. */
  readonly reads?: readonly Query[]
  /** Absent: nothing that a person could do follows from it. */
  readonly remedy?: Remedy
}

/** A proposal from a finding. Arguments without quotes are left out, and victims are named once. */
export function buildProposal({ reads, remedy, ...finding }: Finding): Proposal {
  const cited = finding.for.filter(({ citations }) => citations.length > 0)
  return {
    ...finding,
    for: cited,
    against: finding.against ?? [],
    victims: [...new Set(finding.victims ?? [finding.entity])],
    disconfirmingQueries: reads ?? [{ kind: 'object_versions', entity: finding.entity }],
    action: remedy === undefined ? null : { target: finding.entity, ...remedy, citations: cited[0]?.citations ?? [] },
  }
}

/** One finding for each entity: of several the last. */
export function onePerEntity(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [finding.entity, finding])).values()]
}

/** A sentence with its quotes. */
export function because(text: string, ...citations: readonly (readonly Citation[])[]): Argument {
  return { text, citations: citations.flat() }
}
