import { isName, nameOr } from '../../../domain/command-names.ts'
import { formatEntity, parseEntity } from '../../../domain/entity.ts'
import type { Argument } from '../../../domain/evidence.ts'
import { earliest } from '../../../domain/time-window.ts'
import { cite } from '../../scene/cite.ts'
import { EFFECTS } from './effects.ts'
import { fileKindOf } from '../../../diffs/tables/files.ts'
import { linkedChanges, type LinkedChange } from './linked-changes.ts'
import { argumentsOf, newsIn } from '../../scene/symptoms/symptom.ts'
import type { Scene } from '../../scene/scene.ts'
import { because, type Finding, readLogsBefore, family } from '../family.ts'
import { byHand, nameIn, type Remedy } from '../shared/remedies.ts'

/** Fit below which a change is not even a rival: a new version or a loud diff in the same service reaches this by chance. */
const LEAST_FIT = 0.3
/** A change that fits this much (class, time, and words or amounts agree) fits in full. */
const FULL_FIT = 0.65
/** What any change of a program may show, beside what is seen at its victim. */
const REQUESTS_FAIL = ['error_rate', 'latency', 'log_error'] as const
const MAX_PROPOSALS = 4
const MAX_SYMPTOMS = 3

/**
 * A commit whose diff holds a hazard that the symptoms bear out. Being recent counts for nothing: the hazard must produce what is
 * seen, where the code runs, after it was shipped, and the errors or measures must speak of it.
 */
export const codeChange = family('code_change', (scene) => {
  const changes = linkedChanges(scene, newsIn(scene)).filter(({ link }) => link.score >= LEAST_FIT)
  return changes.slice(0, MAX_PROPOSALS).map((change) => findingFor(change, scene))
})

function findingFor(change: LinkedChange, scene: Scene): Finding {
  const { commit, link } = change
  const { hazard, shipment, victim } = link
  const { asksMore, disprovenBy } = EFFECTS[hazard.kind]
  const seen = scene.symptoms.filter(({ unit, strength }) => unit === victim && strength > 0).map(({ kind }) => kind)
  return {
    entity: formatEntity('repo', 'Commit', commit.row.sha),
    mechanism: hazard.kind,
    since: shipment.at,
    showsWithin: SHOWS_WITHIN_SECONDS,
    // Tied to the trouble by words alone, which is no mechanism, unless a flag brought it into effect.
    basis: hazard.kind === 'behaviour_changed' && shipment.flag === null ? 'static' : 'changed',
    fit: Math.min(1, link.score / FULL_FIT),
    // Symptoms that many faults lead to never prove a change, however well words and times agree.
    ...(link.parts.what < 1 ? { isReasonUnknown: true } : {}),
    // Others may suffer before the service itself complains.
    spreadsFrom: asksMore === true ? shipment.at : earliest(link.fitting.map((one) => one.since)),
    for: [hazardArgument(change), ...shipmentArgument(change), ...argumentsOf(link.fitting, MAX_SYMPTOMS)],
    against: againstOf(change),
    victims: [victim],
    effects: [...new Set([...REQUESTS_FAIL, ...seen])],
    disprovenBy,
    reads: readLogsBefore(victim, shipment.at, scene),
    remedy: { ...remedyFor(change), target: shipment.service },
  }
}

/** A defect sleeps until its input, its load or its hour comes. */
const SHOWS_WITHIN_SECONDS = 3 * 3600

function hazardArgument({ commit, link }: LinkedChange): Argument {
  const spoken = link.shared.length > 0 ? `; the symptoms speak of ${link.shared.slice(0, 3).join(', ')}` : ''
  const quote = cite(commit, link.hazard.quote, { role: 'mechanism', at: commit.row.at })
  return because(`${link.hazard.text} (${link.hazard.path})${spoken}`, quote)
}

function shipmentArgument({ commit, link }: LinkedChange): readonly Argument[] {
  const { deploy, service, at, way } = link.shipment
  if (deploy === null) return []
  const how = way === 'named' ? 'was deployed' : way === 'own' ? 'went out inside a later deploy' : 'went out with a shared module'
  return [
    because(
      `commit ${commit.row.sha.slice(0, 8)} ${how} to ${parseEntity(service).name} at ${at.toISOString()}`,
      cite(deploy, deploy.row.commit ?? deploy.row.service, { role: 'change', at }),
      cite(commit, commit.row.sha, { role: 'change', at: commit.row.at }),
    ),
  ]
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

function remedyFor({ commit, link }: LinkedChange): Remedy {
  const { service, flag } = link.shipment
  const name = nameIn(service, 'the service')
  const change = isName('commitId', commit.row.sha) ? `commit ${commit.row.sha.slice(0, 8)}` : 'the commit'
  // What a migration took away does not come back with the build before it: the next migration must restore it.
  if (fileKindOf(link.hazard.path) === 'schema')
    return byHand('other', `write a migration that restores what ${change} took away`, {
      risk: 'The migration itself may lock the table while it runs.',
      undo: 'Take the new migration back as well.',
    })
  if (flag !== null) {
    const { key, from, to } = flag.row
    const former = nameOr('flagKey', from, 'its former value')
    return byHand('flag_off', `switch ${nameOr('flagKey', key, 'the flag')} back to ${former}, ${change} waits for it`, {
      risk: 'Whatever the flag was switched for stops.',
      undo: `Switch it to ${nameOr('flagKey', to, 'its present value')} again.`,
    })
  }
  const kind = isConfigured(link.hazard.path) ? 'config_revert' : 'rollback'
  return {
    ...byHand(kind, `revert the commit, then deploy ${name}`, {
      risk: `Takes back everything that ${change} brought to ${name}.`,
      undo: `Deploy ${name} with ${change} again.`,
    }),
    commands: [{ arguments: ['git', 'revert', commit.row.sha] }],
  }
}

/** Settings and version pins are reverted where they stand; code goes back by deploying the build before it. */
function isConfigured(path: string): boolean {
  return /\.(?:ya?ml|json|toml|ini|conf|properties|env|tf|tfvars)$|go\.mod$|requirements[^/]{0,80}\.txt$|pom\.xml$|\.gradle(?:\.kts)?$|Dockerfile/.test(
    path,
  )
}
