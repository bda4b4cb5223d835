import type { EntityId } from '../domain/entity.ts'
import { isAnswered, readingWith, whyEmpty, type Problem, type Query, type Reading } from '../domain/reading.ts'
import type { QueryKind, Rows } from '../domain/telemetry-rows.ts'
import { earliest, type TimeWindow } from '../domain/time-window.ts'
import type { ReadOptions, Telemetry } from './port.ts'

/** One source of an environment; the first that knows a service's calls tells them. */
export interface EnvironmentSource {
  /** As configured: what "not checked" and problems call it. */
  readonly name: string
  readonly telemetry: Telemetry
}

/** Why a source that never holds such a thing does not answer; while another has a reason of its own, that one counts. */
export const NOT_HELD = 'no linked source holds this'

/** Gives for an entity the one under which its telemetry is told: for a workload the Service in front of it. */
type FrontOf = (entity: EntityId) => EntityId

/** Kinds of which two sources may tell the same; rows are kept of the first source that has the thing. */
const SAME_THING: Partial<Record<QueryKind, (row: Rows[QueryKind], frontOf: FrontOf) => string>> = {
  service_calls: (row, frontOf) => ('service' in row && 'counts' in row ? frontOf(row.service) : row.locator),
  call_edges: (row, frontOf) => ('caller' in row && 'callee' in row ? `${frontOf(row.caller)} ${frontOf(row.callee)}` : row.locator),
  alerts: (row) => ('labels' in row && 'startsAt' in row ? JSON.stringify([row.labels, row.startsAt]) : row.locator),
}

/**
 * Several sources as one, asked side by side over one window. Each question goes to all of them: one that has no such thing answers `unknown`, which says nothing
 * while another answers. What one refused or lost makes the whole incomplete, by its name; only where all that answered did so completely is nothing `no_data`.
 */
export function openEnvironment(name: string, { sources, window, fronts }: EnvironmentParts): Telemetry {
  return {
    label: `environment ${name}`,
    async read(query, options) {
      const answers = await Promise.all(sources.map((source) => ask(source, query, options)))
      const isShared = query.kind in SAME_THING && answers.filter(({ reading }) => isAnswered(reading)).length > 1
      const frontOf = isShared ? await fronts(options.signal) : itself
      return joined(query, answers, { window, frontOf }) as Reading<never>
    },
    async close() {
      await Promise.all(sources.map(({ telemetry }) => telemetry.close()))
    },
  }
}

interface EnvironmentParts {
  /** In order of precedence. */
  readonly sources: readonly EnvironmentSource[]
  readonly window: TimeWindow
  /** By what objects say; asked only where two sources may name one thing differently. */
  readonly fronts: (signal: AbortSignal) => Promise<FrontOf>
}

const itself: FrontOf = (entity) => entity

interface Answer {
  readonly name: string
  readonly reading: Reading<Rows[QueryKind]>
}

async function ask({ name, telemetry }: EnvironmentSource, query: Query, options: ReadOptions): Promise<Answer> {
  return { name, reading: await telemetry.read(query, options) }
}

interface Joining {
  readonly window: TimeWindow
  readonly frontOf: FrontOf
}

function joined(query: Query, answers: readonly Answer[], { window, frontOf }: Joining): Reading<Rows[QueryKind]> {
  if (query.kind === 'overview') return overviewOf(answers, window)
  const known = answers.filter(({ reading }) => reading.status !== 'unknown')
  const [only, ...others] = known
  if (only === undefined) return { status: 'unknown', why: whyUnknown(answers) }
  if (others.length === 0) return only.reading
  const answered = known.flatMap(({ name, reading }) => (isAnswered(reading) ? [{ name, reading }] : []))
  const lost = known.filter(({ reading }) => !isAnswered(reading) && reading.status !== 'no_data')
  if (answered.length === 0 && lost[0] !== undefined) return lost[0].reading
  const truncated = answered.flatMap(({ reading }) => reading.truncated ?? [])[0] ?? null
  const problems: readonly Problem[] = [
    ...answered.flatMap(({ reading }) => reading.problems),
    ...lost.map(({ name, reading }) => ({ where: name, record: null, what: whyEmpty(reading) ?? 'it did not answer' })),
  ]
  const thingOf = SAME_THING[query.kind]
  const all = answered.map(({ reading }) => reading.rows)
  const rows = thingOf === undefined ? all.flat() : withoutRepeats(all, (row) => thingOf(row, frontOf))
  return readingWith(rows, known.map(({ reading }) => whyEmpty(reading) ?? '').join('; '), { problems, truncated })
}

/** Of a thing that several sources tell, the rows of the first. */
function withoutRepeats(
  rows: readonly (readonly Rows[QueryKind][])[],
  thingOf: (row: Rows[QueryKind]) => string,
): readonly Rows[QueryKind][] {
  const told = new Set<string>()
  return rows.flatMap((own) => {
    const fresh = own.filter((row) => !told.has(thingOf(row)))
    for (const row of own) told.add(thingOf(row))
    return fresh
  })
}

function overviewOf(answers: readonly Answer[], window: TimeWindow): Reading<Rows['overview']> {
  const rows = answers.flatMap(({ reading }) => (isAnswered(reading) ? reading.rows : [])) as readonly Rows['overview'][]
  const scopes = [...new Set(rows.flatMap((row) => row.scopes))]
  const from = earliest(rows.map((row) => row.from)) ?? window.start
  const row: Rows['overview'] = { locator: '.#1', reported: null, from, to: window.end, scopes }
  return { status: 'ok', rows: [row], truncated: null, problems: [] }
}

function whyUnknown(answers: readonly Answer[]): string {
  const reasons = new Set(answers.flatMap(({ reading }) => whyEmpty(reading) ?? []))
  if (reasons.size > 1) reasons.delete(NOT_HELD)
  return [...reasons].join('; ')
}
