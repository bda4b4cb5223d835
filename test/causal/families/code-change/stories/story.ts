import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** One invented incident of the shop. Times are minutes after `START`; commits are named by short keys within the story. */
export interface Story {
  readonly name: string
  /** Minutes of data; the alert fires before their end. */
  readonly minutes?: number
  /** `minute service metric observed: summary` */
  readonly alert: string
  /** `service metric base flat` or `service metric base step|ramp@minute peak` */
  readonly metrics: readonly string[]
  /** `minute[/every] service level text`, with further fields as JSON after ` ## `. */
  readonly logs: readonly string[]
  /** Calls from caller to callee, `service|name|ms|error?|peer?`, joined by ` > `, with the minute in front. */
  readonly spans?: readonly string[]
  readonly commits: readonly StoryCommit[]
  /** `minute service key` */
  readonly deploys: readonly string[]
  /** `minute service flag from->to` */
  readonly flags?: readonly string[]
  readonly status?: { readonly provider: string; readonly events: readonly Readonly<Record<string, string>>[] }
  readonly truth: {
    /** Key of the commit; null when no commit did it. */
    readonly commit: string | null
    /** null: nothing can be named, any service will do. */
    readonly first: string | null
    readonly blast: readonly string[]
    /** null: no action would be wrong. */
    readonly remedy: string | null
  }
}

export interface StoryCommit {
  readonly key: string
  readonly at: number
  readonly file: string
  readonly message: string
  readonly diff: string
}

const START = Date.UTC(2031, 3, 9, 6)
const LENGTH_MINUTES = 150
const FILLERS = [
  ['docs/onboarding.md', 'docs: say where the runbooks are'],
  ['test/fixtures/receipt.json', 'test: another receipt'],
  ['.github/workflows/check.yml', 'ci: run checks in parallel'],
  ['web/styles/theme.css', 'style: calmer greys'],
  ['pkg/strings/plural.go', 'fix: plural of box'],
] as const

/** The sha that a key of the story stands for. */
export function shaOf(story: Story, key: string): string {
  return createHash('sha1').update(`${story.name} ${key}`).digest('hex')
}

/** Writes the story as an incident folder into `dir`. */
export function writeStory(story: Story, dir: string): void {
  mkdirSync(path.join(dir, 'context'), { recursive: true })
  const write = (name: string, content: unknown) => writeFileSync(path.join(dir, name), JSON.stringify(content))
  const logs = logRecords(story)
  write('alert.json', alertOf(story.alert))
  writeFileSync(path.join(dir, 'metrics.csv'), metricsOf(story))
  writeFileSync(path.join(dir, 'logs.ndjson'), logs.map((record) => `${JSON.stringify(record)}\n`).join(''))
  write('traces.json', spansOf(story.spans ?? []))
  write('patterns.json', patternsOf(logs))
  write('context/commits.json', commitsOf(story))
  write(
    'context/deploys.json',
    story.deploys.map((line) => deployOf(story, line)),
  )
  write('context/flags.json', (story.flags ?? []).map(flagOf))
  if (story.status) write('status_feed.json', { ...story.status, events: story.status.events.map(timedEvent) })
}

function at(minute: number): string {
  return new Date(START + minute * 60_000).toISOString()
}

function fieldsOf(line: string, pattern: RegExp): readonly string[] {
  const match = pattern.exec(line)
  if (!match) throw new Error(`cannot read "${line}"`)
  return match.slice(1).map((field) => field ?? '')
}

function alertOf(line: string) {
  const [minute, service, metric, observed, summary] = fieldsOf(line, /^(\d+) (\S+) (\S+) (\S+): (.*)$/)
  const threshold = Number(observed) / 2
  return {
    service,
    metric,
    threshold,
    observed: Number(observed),
    fired_at: at(Number(minute)),
    severity: 'critical',
    monitor: `${service}-${metric}`,
    summary,
  }
}

function metricsOf(story: Story): string {
  const minutes = story.minutes ?? LENGTH_MINUTES
  const rows = story.metrics.flatMap((line) => {
    const [service, metric, base = '', shape, from = '', peak = ''] = fieldsOf(
      line,
      /^(\S+) (\S+) (\S+) (flat|step|ramp)(?:@(\d+) (\S+))?$/,
    )
    const value = (minute: number) => {
      const share =
        shape === 'flat' || minute < Number(from) ? 0 : shape === 'step' ? 1 : (minute - Number(from)) / (minutes - Number(from))
      const wiggle = 1 + 0.03 * Math.sin(minute * 1.7) + 0.02 * Math.cos(minute * 0.9)
      return (Number(base) + share * (Number(peak) - Number(base))) * wiggle
    }
    return Array.from({ length: minutes }, (_, minute) => `${at(minute)},${service},${metric},${Number(value(minute).toPrecision(5))}`)
  })
  return ['timestamp,service,metric,value', ...rows, ''].join('\n')
}

function logRecords(story: Story) {
  const minutes = story.minutes ?? LENGTH_MINUTES
  const services = [...new Set(story.metrics.map((line) => line.split(' ')[0] ?? ''))]
  const calm = services.flatMap((service) =>
    Array.from({ length: Math.floor(minutes / 6) }, (_, index) => ({
      timestamp: at(index * 6),
      service,
      severity_text: 'INFO',
      msg: 'handled request',
    })),
  )
  const told = story.logs.flatMap((line) => {
    const [from, every, service, level = '', text = ''] = fieldsOf(line, /^(\d+)(?:\/(\d+))? (\S+) (error|warn|info) (.*)$/)
    const [msg, extra] = text.split(' ## ')
    const times = every === '' ? 1 : Math.ceil((minutes - Number(from)) / Number(every))
    return Array.from({ length: times }, (_, index) => ({
      timestamp: at(Number(from) + index * Number(every)),
      service,
      severity_text: level.toUpperCase(),
      msg,
      ...(extra === undefined ? {} : (JSON.parse(extra) as object)),
    }))
  })
  return [...calm, ...told].sort((a, b) => a.timestamp.localeCompare(b.timestamp))
}

function patternsOf(
  logs: readonly { readonly service: string | undefined; readonly severity_text: string; readonly msg: string | undefined }[],
) {
  return [...Map.groupBy(logs, ({ service, msg }) => `${service} ${msg}`).values()].map((own) => ({
    signature: own[0]?.msg,
    service: own[0]?.service,
    count: own.length * 7,
    delta_vs_baseline: own[0]?.severity_text === 'INFO' && own.length > 5 ? '+2' : `+${own.length * 7}`,
    sentiment: own[0]?.severity_text === 'INFO' ? 'neutral' : 'negative',
  }))
}

function spansOf(chains: readonly string[]) {
  return chains.flatMap((chain, trace) => {
    const [minute, rest = ''] = fieldsOf(chain, /^(\d+) (.*)$/)
    return rest.split(' > ').map((text, index) => {
      const [service, name, ms, error, peer] = text.split('|')
      const failure = error ? { status: 'ERROR', status_message: error } : { status: 'OK' }
      const ids = { trace_id: `trace${trace}`, span_id: `s${trace}-${index}`, parent_id: index === 0 ? null : `s${trace}-${index - 1}` }
      return {
        ...ids,
        service,
        name,
        start: at(Number(minute)),
        duration_ms: Number(ms),
        ...failure,
        ...(peer ? { 'peer.service': peer } : {}),
      }
    })
  })
}

function commitsOf(story: Story) {
  const fillers = FILLERS.map(([file, message], index) => ({
    sha: shaOf(story, file),
    author: 'robin',
    timestamp: at(index * 23 + 3),
    message,
    files_changed: [file],
    diff: null,
  }))
  const own = story.commits.map(({ key, at: minute, file, message, diff }) => ({
    sha: shaOf(story, key),
    author: 'kim',
    timestamp: at(minute),
    message,
    files_changed: [file],
    diff: diff.replace(/^\n/, ''),
  }))
  return [...fillers, ...own].sort((a, b) => a.timestamp.localeCompare(b.timestamp))
}

function deployOf(story: Story, line: string) {
  const [minute, service, key = ''] = fieldsOf(line, /^(\d+) (\S+) (\S+)$/)
  return { timestamp: at(Number(minute)), service, commit_sha: shaOf(story, key), version: `v31.${minute}` }
}

function flagOf(line: string) {
  const [minute, service, flag, change] = fieldsOf(line, /^(\d+) (\S+) (\S+) (\S+)$/)
  return { timestamp: at(Number(minute)), flag, service, change, actor: 'kim' }
}

/** Events give minutes; the feed has moments. */
function timedEvent(event: Readonly<Record<string, string>>) {
  return { ...event, ...(event['started_at'] ? { started_at: at(Number(event['started_at'])) } : {}) }
}
