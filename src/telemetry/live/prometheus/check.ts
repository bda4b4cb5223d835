import { shiftSeconds } from '../../../domain/time-window.ts'
import type { Ask } from '../../http/ask.ts'
import { clockFinding, type Finding, type SourceCheck } from '../check.ts'
import { createClient, type Client } from './client.ts'
import { discoverNames } from './discover.ts'
import { EDGE_FAMILIES } from './families/edges.ts'
import { MEASURES } from './families/measures.ts'
import { SERVED_FAMILIES } from './families/served.ts'
import { brokenRules } from './read-alerts.ts'
import type { BuildInfo } from './schema.ts'
import { survey, type Surveyed } from './survey.ts'

/** How far back `doctor` looks: what a run reads by default. */
const LOOKED_AT_MINUTES = 60
/** Samples older than this are not those of now: common intervals are a quarter of it. */
const STALE_SECONDS = 120
/** Minutes of the last hour without a sample, from which on the hour is not covered. */
const LOST_MINUTES = 3

interface Looking {
  readonly client: Client
  readonly now: Date
  readonly signal: AbortSignal
}

/**
 * Asks a Prometheus, or what speaks its API, by harmless questions what firstcause would find there: whether it answers, what it is, which families of metrics it
 * holds and of how many services, whether the last hour is covered, how its clock goes, and which alerting rules do not evaluate. `now` in UTC. Never throws.
 */
export async function checkPrometheus(ask: Ask, signal: AbortSignal, now: Date): Promise<SourceCheck> {
  let theirs: Date | null = null
  const client = createClient('the server', async (request, aborts) => {
    const answer = await ask(request, aborts)
    if (answer.ending === 'ok') theirs = answer.date ?? theirs
    return answer
  })
  const looking: Looking = { client, now, signal }
  const reached = await client.query('vector(1)', now, signal)
  if (!reached.isAnswered) {
    const remedy = 'Check address, path prefix, token and network: the Prometheus API lies at /api/v1 below the address.'
    return { findings: [{ state: 'failed', what: `it does not answer: ${reached.ending.why}`, remedy }] }
  }
  const [info, metrics, rules] = [await versionOf(looking), await metricsOf(looking), await rulesOf(looking)]
  return { findings: [...info, ...metrics, ...rules, ...clockFinding(theirs, now)] }
}

async function versionOf({ client, signal }: Looking): Promise<readonly Finding[]> {
  const info = await client.buildInfo(signal)
  return [info.isAnswered ? ok(`it answers: ${wordsOf(info.value)}`) : ok('it answers, and does not tell its version')]
}

function wordsOf({ version, application, isVictoriaMetrics }: BuildInfo): string {
  if (isVictoriaMetrics) return 'VictoriaMetrics, or another that does not tell how it was built'
  return `${application ?? 'Prometheus'} ${version ?? 'of an unnamed build'}`
}

async function metricsOf(looking: Looking): Promise<readonly Finding[]> {
  const { client, now, signal } = looking
  const window = { start: shiftSeconds(now, -LOOKED_AT_MINUTES * 60), end: now }
  const names = await discoverNames(client, window, signal)
  if (!names.isAnswered)
    return [{ state: 'failed', what: `its metrics cannot be listed: ${names.ending.why}`, remedy: 'Allow reading of label values.' }]
  const isThere = ({ counter }: Surveyed) => names.value.has(counter)
  const [served, edges] = [SERVED_FAMILIES.filter(isThere), EDGE_FAMILIES.filter(isThere)]
  const surveyed = await survey(client, [...served, ...edges], { window, signal })
  if (!surveyed.isAnswered) return [{ state: 'failed', what: `its metrics cannot be counted: ${surveyed.ending.why}`, remedy: null }]
  const counted = (families: readonly (Surveyed & { readonly name: string })[]) =>
    families.flatMap((family) => {
      const found = [...surveyed.value].find(([one]) => one === family)
      return found === undefined ? [] : [`${found[1].groups} in ${family.name}`]
    })
  const measured = MEASURES.filter(({ needs }) => needs.every((name) => names.value.has(name)))
  const spoken = ['up', ...served.map(({ counter }) => counter), ...measured.map(({ needs }) => needs[0] ?? '')].find((name) =>
    names.value.has(name),
  )
  return [
    found(
      'services that count what they are asked',
      counted(served),
      'Send span metrics of the OpenTelemetry collector there, or let it scrape the mesh.',
    ),
    found(
      'calls between services',
      counted(edges),
      'Send the service graph of the OpenTelemetry collector there, or let it scrape the mesh.',
    ),
    found(
      'containers, objects, nodes and exporters',
      measured.length === 0 ? [] : [`${measured.length} of ${MEASURES.length} known measures`],
      'Let it scrape cAdvisor and kube-state-metrics.',
    ),
    ...(spoken === undefined ? [] : await coverageOf(spoken, looking)),
  ]
}

function found(what: string, counts: readonly string[], remedy: string): Finding {
  return counts.length > 0
    ? ok(`${what}: ${counts.join(', ')}`)
    : { state: 'missing', what: `${what}: no metric that firstcause knows`, remedy }
}

/** Whether the last hour has samples, and how old the newest is. */
async function coverageOf(metric: string, { client, now, signal }: Looking): Promise<readonly Finding[]> {
  const firstAt = shiftSeconds(now, -(LOOKED_AT_MINUTES - 1) * 60)
  const [hour, newest] = await Promise.all([
    client.queryRange(`count(last_over_time(${metric}[60s]))`, { firstAt, stepSeconds: 60, count: LOOKED_AT_MINUTES }, signal),
    client.query(`max(timestamp(${metric}))`, now, signal),
  ])
  const lost = hour.isAnswered ? LOOKED_AT_MINUTES - (hour.value[0]?.values.length ?? 0) : LOOKED_AT_MINUTES
  const [sample] = newest.isAnswered ? newest.value : []
  const age = sample === undefined ? null : Math.max(0, Math.round(now.getTime() / 1000 - sample.value))
  return [
    lost < LOST_MINUTES
      ? ok('the last hour is covered')
      : {
          state: 'warning',
          what: `${lost} minutes of the last hour have no sample of ${metric}`,
          remedy: 'Look for gaps in scraping or remote writing.',
        },
    age !== null && age <= STALE_SECONDS
      ? ok(`its newest sample is ${age} s old`)
      : {
          state: 'warning',
          what: age === null ? `it has no sample of ${metric} in the last five minutes` : `its newest sample is ${age} s old`,
          remedy: 'Check that it scrapes, or that something writes to it.',
        },
  ]
}

async function rulesOf({ client, signal }: Looking): Promise<readonly Finding[]> {
  const outcome = await client.alertRules(signal)
  if (!outcome.isAnswered) return [{ state: 'missing', what: `its alerting rules cannot be read: ${outcome.ending.why}`, remedy: null }]
  const rules = outcome.value.flatMap((group) => group.rules.filter(({ type }) => type === 'alerting'))
  const remedy = 'Link what evaluates the rules, or expect no alerts from here.'
  if (rules.length === 0) return [{ state: 'missing', what: 'it evaluates no alerting rules', remedy }]
  const broken = brokenRules(client.name, rules).map(({ what }): Finding => ({
    state: 'warning',
    what,
    remedy: 'Mend the rule: as it is, it looks as if all were well.',
  }))
  return [ok(`${rules.length} alerting rules, ${rules.length - broken.length} of which evaluate`), ...broken]
}

function ok(what: string): Finding {
  return { state: 'ok', what, remedy: null }
}
