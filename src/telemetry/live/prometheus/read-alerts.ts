import type { EntityId } from '../../../domain/entity.ts'
import { parseEntity } from '../../../domain/entity.ts'
import { readingWith, type Problem, type Reading } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { windowSeconds, type TimeWindow } from '../../../domain/time-window.ts'
import type { Labels } from '../../identity/telemetry-labels.ts'
import { alertEntity } from '../../shared/alert-entity.ts'
import type { Client, Moments, Outcome } from './client.ts'
import { matching, selector } from './promql.ts'
import { cutAt } from './read-service-calls.ts'
import type { Matrix, RuleGroups } from './schema.ts'
import { createNaming, type Naming, type Source } from './source.ts'

type AlertRow = Rows['alerts']

/** Rows of one answer; recorded folders have the same limit. */
const MAX_ALERTS = 2000
/** Rules are commonly evaluated every 15 to 60 s. */
const LEAST_STEP_SECONDS = 15
const MAX_MOMENTS = 240

/** Value: since when the alert is active; there only while it fires. `ALERTS` and `ALERTS_FOR_STATE` have the same labels but for the state. */
const FIRING = 'ALERTS_FOR_STATE and ignoring (alertstate) ALERTS{alertstate="firing"}'

type AlertRule = RuleGroups[number]['rules'][number]

/**
 * Alerts that fired in the window, one row for each time, by start: from the history that the server keeps of its rules, with the words that the rules have now.
 * Rules that do not evaluate are problems, because they look as if all were well. `unknown` where nobody evaluates rules. Locator: the alert's series and start.
 */
export async function readAlerts(source: Source, signal: AbortSignal): Promise<Reading<AlertRow>> {
  const { client, window } = source
  const names = await source.names()
  if (!names.isAnswered) return names.ending
  const moments = momentsOf(window)
  const isKept = names.value.has('ALERTS') && names.value.has('ALERTS_FOR_STATE')
  const nothing: Outcome<Matrix> = { isAnswered: true, value: [], problems: [] }
  const [history, groups] = await Promise.all([isKept ? client.queryRange(FIRING, moments, signal) : nothing, client.alertRules(signal)])
  if (!history.isAnswered) return history.ending
  const rules = groups.isAnswered ? groups.value.flatMap((group) => group.rules.filter(({ type }) => type === 'alerting')) : []
  if (history.value.length === 0) {
    if (!groups.isAnswered) return groups.ending
    if (rules.length === 0) return { status: 'unknown', why: await whyNoRules(client, signal) }
  }
  const naming = await createNaming(source)
  const rows = history.value.flatMap((series) => firingRows(series, { rules, naming, moments }))
  rows.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.locator < b.locator ? -1 : 1))
  const lost = groups.isAnswered
    ? groups.problems
    : [{ where: client.name, record: null, what: `the words of the rules are not known: ${groups.ending.why}` }]
  return readingWith(rows.slice(0, MAX_ALERTS), 'no alert was firing in this window', {
    problems: [...names.problems, ...history.problems, ...lost, ...brokenRules(client.name, rules), ...naming.problems()],
    truncated: cutAt('alerts', rows.length, MAX_ALERTS),
  })
}

function momentsOf(window: TimeWindow): Moments {
  const stepSeconds = Math.max(LEAST_STEP_SECONDS, Math.ceil(windowSeconds(window) / MAX_MOMENTS))
  return { firstAt: window.start, stepSeconds, count: Math.floor(windowSeconds(window) / stepSeconds) + 1 }
}

/** VictoriaMetrics answers with no rules whether or not somebody evaluates some: that is done by another program, vmalert. */
async function whyNoRules(client: Client, signal: AbortSignal): Promise<string> {
  const info = await client.buildInfo(signal)
  return info.isAnswered && info.value.isVictoriaMetrics
    ? 'nobody evaluates alerting rules there, and no history of alerts was written to it'
    : 'no alerting rule is loaded there, so that none could fire'
}

/** Alerting rules that are not evaluated, each as a problem. */
export function brokenRules(where: string, rules: readonly AlertRule[]): readonly Problem[] {
  return rules.flatMap(({ name, health, lastError }) => {
    if (health === 'ok' && !lastError) return []
    const what = lastError ? `the alert rule "${name}" does not evaluate: ${lastError}` : `the alert rule "${name}" was not evaluated yet`
    return [{ where, record: null, what }]
  })
}

interface FiringContext {
  readonly rules: readonly AlertRule[]
  readonly naming: Naming
  readonly moments: Moments
}

/** Samples of one value are one time that it fired. */
function firingRows({ labels: all, values }: Matrix[number], { rules, naming, moments }: FiringContext): readonly AlertRow[] {
  const { __name__: _name, ...labels } = all
  const lastMoment = moments.firstAt.getTime() + (moments.count - 1) * moments.stepSeconds * 1000
  return [...Map.groupBy(values, ([, activeAt]) => activeAt)].flatMap(([activeAt, samples]) => {
    const startsAt = new Date(Number(activeAt) * 1000)
    const lastSeen = new Date((samples.at(-1)?.[0] ?? 0) * 1000)
    if (Number.isNaN(startsAt.getTime())) return []
    const isOver = lastSeen.getTime() < lastMoment
    const { summary, value } = wordsOf(labels, rules)
    return [
      {
        locator: `${selector('ALERTS', matching(labels))} since ${startsAt.toISOString()}`,
        name: labels['alertname'] ?? 'unnamed alert',
        entity: subjectOf(labels, naming),
        state: isOver ? 'resolved' : 'firing',
        labels,
        summary,
        startsAt,
        endsAt: isOver ? lastSeen : null,
        value: isOver ? null : value,
      },
    ]
  })
}

/** What a rule is about: the service it names, else the object, else the scraped Service, else the namespace. */
function subjectOf(labels: Labels, { entityOf }: Naming): EntityId | null {
  const { service_name: named, ...others } = labels
  if (named) return entityOf(labels)
  const object = alertEntity(others)
  if (object !== null && parseEntity(object).kind !== 'Namespace') return object
  return (labels['service'] ? entityOf(labels) : null) ?? object
}

/** The words of an alert that is active, as the server filled them in; else those of its rule with its labels. */
function wordsOf(labels: Labels, rules: readonly AlertRule[]): { readonly summary: string; readonly value: number | null } {
  const own = rules.filter(({ name }) => name === labels['alertname'])
  const active = own.flatMap(({ alerts }) => alerts ?? []).find((alert) => isSame(alert.labels, labels))
  const annotations = active?.annotations ?? own[0]?.annotations ?? {}
  const words = annotations['summary'] ?? annotations['description'] ?? annotations['message'] ?? ''
  const value = active?.value === undefined ? Number.NaN : Number(active.value)
  return { summary: filled(words, labels), value: Number.isFinite(value) ? value : null }
}

function isSame(a: Labels, b: Labels): boolean {
  return Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([label, value]) => b[label] === value)
}

/** `{{ $labels.pod }}` with what the label says (Prometheus, "Templating"); other templates stay as they are. */
function filled(words: string, labels: Labels): string {
  return words.replaceAll(/\{\{ ?\$labels\.(\w+) ?\}\}/g, (template, label: string) => labels[label] ?? template)
}
