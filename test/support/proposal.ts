import type { Proposal } from '../../src/causal/weigh/candidate.ts'
import { explain, type Candidate } from '../../src/causal/weigh/explain.ts'
import type { Scene } from '../../src/causal/scene/scene.ts'
import { minute } from './facts.ts'

/** A change of the basket a minute before minute 20; override what a test is about. */
export function aProposal(over: Partial<Proposal> = {}): Proposal {
  return {
    entity: 'shop/Service/basket',
    mechanism: 'config_changed',
    since: minute(19),
    basis: 'changed',
    for: [],
    against: [],
    victims: ['shop/Service/basket'],
    effects: ['error_rate'],
    disprovenBy: 'readers that work with the new content',
    disconfirmingQueries: [],
    action: null,
    ...over,
  }
}

/** The candidate of a proposal that explains something. Throws when it explains nothing: then the test is about something else. */
export function mustExplain(proposal: Proposal, scene: Scene): Candidate {
  const candidate = explain(proposal, scene)
  if (candidate === null) throw new Error(`${proposal.entity} explains nothing here`)
  return candidate
}
