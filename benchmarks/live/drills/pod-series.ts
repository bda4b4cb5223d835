import { parseMap } from '../../../src/telemetry/snapshot/map-text.ts'
import { keyOf, type MetricSeries } from './open-metrics.ts'
import { timeOf, type TableRow } from './read-table.ts'

/** Rules of kube-prometheus keep what they are made of (kube-state-metrics), for pods that are there, under names that begin so. */
const RULE = /^cluster:namespace:pod_(cpu|memory):active:(\w+)$/

/** The series that a drill recorded of its pods, under the names and labels that they have. A record that is there twice counts once. */
export function podSeries(rows: readonly TableRow[]): readonly MetricSeries[] {
  const found = new Map<
    string,
    { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly samples: Map<number, number> }
  >()
  const named = new Map<string, string>()
  for (const row of rows) {
    const tags = row('tags')
    const key = named.get(tags) ?? registered(tags)
    found.get(key)?.samples.set(timeOf(row('timestamp')), Number(row('value')))
  }
  return [...found.values()].flatMap(({ name, labels, samples }) => {
    const series = { name, labels, samples: [...samples].toSorted(([a], [b]) => a - b) }
    return [series, ...rawOf(series)]
  })

  function registered(tags: string): string {
    const { __name__: name = '', ...labels } = parseMap(tags)
    const key = keyOf(name, labels)
    named.set(tags, key)
    if (!found.has(key)) found.set(key, { name, labels, samples: new Map() })
    return key
  }
}

/** What a recording rule was made of, which stands beside it. */
function rawOf(series: MetricSeries): readonly MetricSeries[] {
  const [, resource, name] = RULE.exec(series.name) ?? []
  return resource === undefined || name === undefined ? [] : [{ ...series, name, labels: { ...series.labels, resource } }]
}
