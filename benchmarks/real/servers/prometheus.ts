import { rangeAnswer, type RangeAnswer } from '../recording/metric-file.ts'
import { ALERT_RULES } from '../recording/alert-file.ts'
import type { Stage } from '../stage.ts'

const PROMETHEUS = 'prometheus'
/** How often it scrapes and judges its rules; the recording keeps every third sample. */
const SCRAPE_SECONDS = 5

/** Starts a Prometheus that scrapes all targets of the stage, with the rules of the company. */
export async function startPrometheus(stage: Stage): Promise<void> {
  const rules = ALERT_RULES.map(({ alert, expr, forSeconds, severity }) => ({ alert, expr, for: `${forSeconds}s`, labels: { severity } }))
  const ruleFile = stage.file('rules.json', JSON.stringify({ groups: [{ name: 'ferry', rules }] }))
  const config = stage.file(
    'prometheus.json',
    JSON.stringify({
      global: { scrape_interval: `${SCRAPE_SECONDS}s`, evaluation_interval: `${SCRAPE_SECONDS}s` },
      rule_files: [ruleFile],
      scrape_configs: stage.targets.map(({ job, port }) => ({ job_name: job, static_configs: [{ targets: [`127.0.0.1:${port}`] }] })),
    }),
  )
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${stage.folder('prometheus')}`,
    `--web.listen-address=127.0.0.1:${stage.port(PROMETHEUS)}`,
  ]
  stage.spawn(PROMETHEUS, { command: 'prometheus', args, isSilent: true })
  await stage.listening(PROMETHEUS)
}

/** A range of a query, with a sample each `stepSeconds`. Throws what Prometheus says of a query that it refuses. */
export async function queryRange(
  stage: Stage,
  query: string,
  range: { readonly startAt: Date; readonly endAt: Date; readonly stepSeconds: number },
): Promise<RangeAnswer> {
  const parameters = new URLSearchParams({
    query,
    start: range.startAt.toISOString(),
    end: range.endAt.toISOString(),
    step: String(range.stepSeconds),
  })
  const response = await fetch(`http://127.0.0.1:${stage.port(PROMETHEUS)}/api/v1/query_range?${parameters.toString()}`)
  return rangeAnswer.parse(await response.json())
}
