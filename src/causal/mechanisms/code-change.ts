import { formatEntity, parseEntity } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import type { ActionProposal } from '../../domain/submission.ts'
import type { Proposal } from '../candidate.ts'
import { cite } from '../cite.ts'
import { EFFECTS } from '../code/effects.ts'
import { fileKindOf } from '../code/file-kind.ts'
import { linkedChanges, type LinkedChange } from '../code/linked-changes.ts'
import { argumentsOf } from '../observations/quote.ts'
import { readObservations } from '../observations/read-observations.ts'
import type { Scene } from '../scene.ts'
import type { Mechanism } from './mechanism.ts'

/** Fit from which a hazard is taken for the cause: symptom class, time and one more (words, amounts) agree. */
const STRONG_FIT = 0.45
/** Fit below which a change is not even a rival: a new version or a loud diff in the same service reaches this by chance. */
const LEAST_FIT = 0.3
/** A change that fits this much worse than the best one is a rival and no cause. */
const LEAD = 0.08
const MAX_PROPOSALS = 4
const MAX_SYMPTOMS = 3

/**
 * A commit whose diff holds a hazard that the symptoms bear out. Being recent counts for nothing: the hazard must produce what is
 * seen, where the code runs, after it was shipped, and the errors or measures must speak of it.
 */
export const codeChange: Mechanism = {
  name: 'code_change',
  propose(scene) {
    const changes = linkedChanges(scene, readObservations(scene)).filter(({ link }) => link.score >= LEAST_FIT)
    const best = changes[0]?.link.score ?? 0
    return changes
      .slice(0, MAX_PROPOSALS)
      .map((change, index) => proposalFor(change, { scene, isLead: index === 0 || best - change.link.score < LEAD }))
  },
}

function proposalFor(change: LinkedChange, { scene, isLead }: { readonly scene: Scene; readonly isLead: boolean }): Proposal {
  const { commit, link } = change
  const { hazard, shipment, victim } = link
  const effect = EFFECTS[hazard.kind]
  const seen = scene.signals.filter((signal) => scene.graph.unitOf(signal.entity) === victim).map((signal) => signal.kind)
  return {
    entity: formatEntity('repo', 'Commit', commit.row.sha),
    mechanism: hazard.kind,
    since: shipment.at,
    basis: isLead && link.score >= STRONG_FIT ? 'changed' : 'static',
    for: [hazardArgument(change), ...shipmentArgument(change), ...argumentsOf(link.fitting, MAX_SYMPTOMS)],
    against: againstOf(change),
    victims: [victim],
    effects: [...new Set([...effect.signals, ...seen])],
    disprovenBy: effect.disprovenBy,
    disconfirmingQueries:
      scene.window === null || shipment.at <= scene.window.start
        ? []
        : [
            {
              kind: 'log_examples',
              entity: victim,
              window: { start: scene.window.start, end: shipment.at },
              onlyErrors: true,
              offset: 0,
              limit: 20,
            },
          ],
    action: actionFor(change),
  }
}

function hazardArgument({ commit, link }: LinkedChange): Argument {
  const spoken = link.shared.length > 0 ? `; the symptoms speak of ${link.shared.slice(0, 3).join(', ')}` : ''
  return {
    text: `${link.hazard.text} (${link.hazard.path})${spoken}`,
    citations: cite(commit, link.hazard.quote, { role: 'mechanism', at: commit.row.at }),
  }
}

function shipmentArgument({ commit, link }: LinkedChange): readonly Argument[] {
  const { deploy, service, at, way } = link.shipment
  const name = parseEntity(service).name
  if (deploy === null) return []
  const how = way === 'named' ? 'was deployed' : way === 'own' ? 'went out inside a later deploy' : 'went out with a shared module'
  const citations = [
    ...cite(deploy, deploy.row.commit ?? deploy.row.service, { role: 'change', at }),
    ...cite(commit, commit.row.sha, { role: 'change', at: commit.row.at }),
  ]
  return [{ text: `commit ${commit.row.sha.slice(0, 8)} ${how} to ${name} at ${at.toISOString()}`, citations }]
}

function againstOf({ commit, link }: LinkedChange): readonly Argument[] {
  const { parts } = link
  const citations = cite(commit, commit.row.sha, { role: 'disconfirms' as const, at: commit.row.at })
  const doubts = [
    ...(parts.words === 0 ? ['no error text speaks of what the diff touches'] : []),
    ...(parts.what < 1 ? ['the symptoms are not those that this hazard usually shows first'] : []),
    ...(parts.when < 0.8 ? ['the symptoms came long after it was shipped'] : []),
  ]
  return doubts.map((text) => ({ text, citations }))
}

function actionFor({ commit, link }: LinkedChange): ActionProposal {
  const name = parseEntity(link.shipment.service).name
  // What a migration took away does not come back with the build before it: the next migration must restore it.
  if (fileKindOf(link.hazard.path) === 'schema') {
    return {
      kind: 'other',
      target: link.shipment.service,
      command: `write a migration that restores what ${commit.row.sha.slice(0, 8)} took away`,
      risk: 'The migration itself may lock the table while it runs.',
      rollback: 'Take the new migration back as well.',
      citations: cite(commit, link.hazard.quote, { role: 'change', at: commit.row.at }),
    }
  }
  return {
    kind: isConfigured(link.hazard.path) ? 'config_revert' : 'rollback',
    target: link.shipment.service,
    command: `git revert ${commit.row.sha} # then deploy ${name}`,
    risk: `Takes back everything that commit ${commit.row.sha.slice(0, 8)} brought to ${name}.`,
    rollback: `Deploy ${name} with commit ${commit.row.sha.slice(0, 8)} again.`,
    citations: cite(commit, link.hazard.quote, { role: 'change', at: commit.row.at }),
  }
}

/** Settings and version pins are reverted where they stand; code goes back by deploying the build before it. */
function isConfigured(path: string): boolean {
  return /\.(?:ya?ml|json|toml|ini|conf|properties|env|tf|tfvars)$|go\.mod$|requirements[^/]*\.txt$|pom\.xml$|\.gradle(?:\.kts)?$|Dockerfile/.test(
    path,
  )
}
