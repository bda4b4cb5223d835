import { isName, nameOr } from '../../../domain/command-names.ts'
import { formatEntity, parseEntity } from '../../../domain/entity.ts'
import type { Argument } from '../../../domain/evidence.ts'
import type { ActionProposal } from '../../../domain/submission.ts'
import { earliest } from '../../../domain/time-window.ts'
import type { Proposal } from '../../weigh/candidate.ts'
import { cite } from '../../scene/cite.ts'
import { EFFECTS } from './effects.ts'
import { fileKindOf } from '../../../diffs/file-kind.ts'
import { linkedChanges, type LinkedChange } from './linked-changes.ts'
import { ASKS_MORE } from './load-behind.ts'
import { argumentsOf, newsIn } from '../../scene/symptoms/news.ts'
import type { Scene } from '../../scene/scene.ts'
import { nameIn } from '../kubectl.ts'
import type { Family } from '../family.ts'

/** Fit from which a hazard is taken for the cause: symptom class, time and one more (words, amounts) agree. */
const STRONG_FIT = 0.45
/** Fit below which a change is not even a rival: a new version or a loud diff in the same service reaches this by chance. */
const LEAST_FIT = 0.3
/** A change that fits this much worse than the best one is a rival and no cause. */
const LEAD = 0.08
/** A change that fits this much (class, time, and words or amounts agree) fits in full; one at the border of a rival fits by half. */
const FULL_FIT = 0.65
/** What a change keeps that fits less than another one, so that equal words for both never hide which fits better. */
const SECOND_SHARE = 0.97
/** What any change of a program may show, beside what is seen at its victim. */
const REQUESTS_FAIL = ['error_rate', 'latency', 'log_error'] as const
const MAX_PROPOSALS = 4
const MAX_SYMPTOMS = 3

/**
 * A commit whose diff holds a hazard that the symptoms bear out. Being recent counts for nothing: the hazard must produce what is
 * seen, where the code runs, after it was shipped, and the errors or measures must speak of it.
 */
export const codeChange: Family = {
  name: 'code_change',
  propose(scene) {
    const changes = linkedChanges(scene, newsIn(scene)).filter(({ link }) => link.score >= LEAST_FIT)
    const best = changes[0]?.link.score ?? 0
    return changes
      .slice(0, MAX_PROPOSALS)
      .map((change, index) => proposalFor(change, { scene, isBest: index === 0, isLead: index === 0 || best - change.link.score < LEAD }))
  },
}

/** Tied to the trouble by words alone, which is no mechanism, unless a flag brought it into effect. */
function isUnnamed({ link }: LinkedChange): boolean {
  return link.hazard.kind === 'behaviour_changed' && link.shipment.flag === null
}

function proposalFor(
  change: LinkedChange,
  { scene, isBest, isLead }: { readonly scene: Scene; readonly isBest: boolean; readonly isLead: boolean },
): Proposal {
  const { commit, link } = change
  const { hazard, shipment, victim } = link
  const basis = !isUnnamed(change) && isLead && link.score >= STRONG_FIT ? 'changed' : 'static'
  const seen = scene.symptoms.filter(({ unit, strength }) => unit === victim && strength > 0).map(({ kind }) => kind)
  return {
    entity: formatEntity('repo', 'Commit', commit.row.sha),
    mechanism: hazard.kind,
    since: shipment.at,
    showsWithin: SHOWS_WITHIN_SECONDS,
    basis,
    fit: fitOf(link.score) * (isBest ? 1 : SECOND_SHARE),
    // Symptoms that many faults lead to never prove a change, however well words and times agree.
    ...(link.parts.what < 1 ? { isReasonUnknown: true } : {}),
    // Others may suffer before the service itself complains.
    spreadsFrom: ASKS_MORE.has(hazard.kind) && link.score >= STRONG_FIT ? shipment.at : earliest(link.fitting.map((one) => one.since)),
    for: [hazardArgument(change), ...shipmentArgument(change), ...argumentsOf(link.fitting, MAX_SYMPTOMS)],
    against: againstOf(change),
    victims: [victim],
    effects: [...new Set([...REQUESTS_FAIL, ...seen])],
    disprovenBy: EFFECTS[hazard.kind].disprovenBy,
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

/** A defect sleeps until its input, its load or its hour comes. */
const SHOWS_WITHIN_SECONDS = 3 * 3600

/** From a half at the border of a rival to 1; evenly in halvings, which is how the weigher counts it. */
function fitOf(score: number): number {
  const lacking = (FULL_FIT - score) / (FULL_FIT - LEAST_FIT)
  return 2 ** -Math.max(0, lacking)
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
  ]
  return doubts.map((text) => ({ text, citations }))
}

function actionFor({ commit, link }: LinkedChange): ActionProposal {
  const name = nameIn(link.shipment.service, 'the service')
  const commitWords = isName('commitId', commit.row.sha) ? `commit ${commit.row.sha.slice(0, 8)}` : 'the commit'
  // What a migration took away does not come back with the build before it: the next migration must restore it.
  if (fileKindOf(link.hazard.path) === 'schema') {
    return {
      kind: 'other',
      target: link.shipment.service,
      what: `write a migration that restores what ${commitWords} took away`,
      commands: [],
      risk: 'The migration itself may lock the table while it runs.',
      undo: { what: 'Take the new migration back as well.', commands: [] },
      citations: cite(commit, link.hazard.quote, { role: 'change', at: commit.row.at }),
    }
  }
  const { flag } = link.shipment
  if (flag !== null) {
    return {
      kind: 'flag_off',
      target: flag.row.key,
      what: `switch ${nameOr('flagKey', flag.row.key, 'the flag')} back to ${nameOr('flagKey', flag.row.from, 'its former value')}, ${commitWords} waits for it`,
      commands: [],
      risk: 'Whatever the flag was switched for stops.',
      undo: { what: `Switch it to ${nameOr('flagKey', flag.row.to, 'its present value')} again.`, commands: [] },
      citations: cite(flag, flag.row.key, { role: 'change', at: flag.row.at }),
    }
  }
  return {
    kind: isConfigured(link.hazard.path) ? 'config_revert' : 'rollback',
    target: link.shipment.service,
    what: `revert the commit, then deploy ${name}`,
    commands: [{ arguments: ['git', 'revert', commit.row.sha] }],
    risk: `Takes back everything that ${commitWords} brought to ${name}.`,
    undo: { what: `Deploy ${name} with ${commitWords} again.`, commands: [] },
    citations: cite(commit, link.hazard.quote, { role: 'change', at: commit.row.at }),
  }
}

/** Settings and version pins are reverted where they stand; code goes back by deploying the build before it. */
function isConfigured(path: string): boolean {
  return /\.(?:ya?ml|json|toml|ini|conf|properties|env|tf|tfvars)$|go\.mod$|requirements[^/]{0,80}\.txt$|pom\.xml$|\.gradle(?:\.kts)?$|Dockerfile/.test(
    path,
  )
}
