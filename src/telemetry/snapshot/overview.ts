import type { Problem, Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { earliest } from '../../domain/time-window.ts'
import { collectAlerts } from './alerts.ts'
import { answer } from './answer.ts'
import { isFarApart } from './clock.ts'
import { readScopes } from './scopes.ts'
import type { Snapshot, Source, SourceName } from './snapshot.ts'

const SOURCES: readonly SourceName[] = ['events', 'objects', 'logs', 'spans', 'metrics']

interface Covered {
  readonly name: string
  readonly from: Date
  readonly to: Date
  readonly middle: Date
}

/**
 * The period that the files cover and the namespaces whose workloads they describe; one row. A source whose clock is far from the
 * others stretches nothing and is named. Loads every file. Locator: the folder itself.
 */
export async function readOverview(snapshot: Snapshot): Promise<Reading<Rows['overview']>> {
  const problems: Problem[] = []
  const covered = [...alertCoverage(snapshot, problems)]
  for (const { name, from, to, middle, problems: found } of await loadAll(snapshot)) {
    problems.push(...found)
    if (from && to && middle) covered.push({ name, from, to, middle })
  }
  const trusted = covered.filter((source) => isTrusted(source, { covered, problems }))
  const from = earliest(trusted.map((source) => source.from))
  const to = trusted.reduce<Date | null>((last, source) => (last && last > source.to ? last : source.to), null)
  return answer([{ locator: '.#1', reported: null, from, to, scopes: await readScopes(snapshot) }], { problems, why: '' })
}

// Side by side, because reading one file keeps two cores busy only now and then. All have ended when one has failed.
async function loadAll(snapshot: Snapshot): Promise<(Source & { readonly name: SourceName })[]> {
  const loads = await Promise.allSettled(SOURCES.map(async (name) => ({ name, ...(await snapshot.source(name)) })))
  return loads.map((load) => {
    if (load.status === 'rejected') throw load.reason
    return load.value
  })
}

function alertCoverage(snapshot: Snapshot, problems: Problem[]): Covered[] {
  const alerts = collectAlerts(snapshot.found)
  problems.push(...alerts.problems)
  const [from] = alerts.listedAt
  const to = alerts.listedAt.at(-1)
  const middle = alerts.listedAt[Math.floor(alerts.listedAt.length / 2)]
  return from && to && middle ? [{ name: 'alerts', from, to, middle }] : []
}

function isTrusted(
  source: Covered,
  { covered, problems }: { readonly covered: readonly Covered[]; readonly problems: Problem[] },
): boolean {
  const middles = covered.map(({ middle }) => middle).sort((a, b) => a.getTime() - b.getTime())
  const reference = middles[Math.floor((middles.length - 1) / 2)]
  if (!reference || !isFarApart(source.middle, reference)) return true
  problems.push({
    where: source.name,
    record: null,
    what: `its times lie around ${source.middle.toISOString()}, far from the other files (${reference.toISOString()}): its clock is wrong`,
  })
  return false
}
