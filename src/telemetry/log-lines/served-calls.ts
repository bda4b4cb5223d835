import type { EntityId } from '../../domain/entity.ts'
import { latest } from '../../domain/time-window.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { binByStep, quantileOf, type Grid } from '../shared/grid.ts'
import type { AccessLine } from './access-log.ts'

type Row = Rows['service_calls']

/** From this status on the server failed; what is below, 499 included, is the caller's doing. */
const FIRST_SERVER_ERROR = 500

/** A call that a program logged. */
export interface LoggedCall {
  readonly locator: string
  readonly at: Date
  readonly service: EntityId
  /** The program of the service that wrote it: a proxy beside the program logs the same call again. */
  readonly program: string
  /** Since when what that program logs was kept; null where all of it was. */
  readonly keptFrom: Date | null
  readonly line: AccessLine
}

/**
 * What services served by their access logs, by name. Of programs that log the calls of one service the one that logs most of them counts, and of a sidecar's lines
 * only calls that came in, where any did. A step without calls has null counts. Empty where no call lies on the grid. Locator: the first call counted.
 */
export function servedCallRows(calls: readonly LoggedCall[], grid: Grid): readonly Row[] {
  const services = Map.groupBy(calls, ({ service }) => service)
  return [...services.values()]
    .flatMap((own) => rowOf(cameIn(ofOneProgram(own)), grid) ?? [])
    .sort((a, b) => (a.service < b.service ? -1 : 1))
}

function ofOneProgram(calls: readonly LoggedCall[]): readonly LoggedCall[] {
  const programs = [...Map.groupBy(calls, ({ program }) => program).values()]
  return programs.reduce((most, own) => (own.length > most.length ? own : most), [])
}

function cameIn(calls: readonly LoggedCall[]): readonly LoggedCall[] {
  const served = calls.filter(({ line }) => !line.isMade)
  return served.length > 0 ? served : calls
}

function rowOf(calls: readonly LoggedCall[], grid: Grid): Row | null {
  const bins = binByStep(grid, calls, ({ at }) => at)
  const [first] = bins.flat()
  if (first === undefined) return null
  const keptFrom = latest(calls.map((call) => call.keptFrom))
  const unknown = bins.map(() => null)
  const took = (ratio: number) =>
    bins.map((bin) =>
      quantileOf(
        bin.flatMap(({ line }) => line.durationMs ?? []),
        ratio,
      ),
    )
  return {
    locator: first.locator,
    service: first.service,
    startAt: grid.startAt,
    stepSeconds: grid.stepSeconds,
    counts: bins.map((bin) => bin.length || null),
    errors: bins.map((bin) => (bin.length === 0 ? null : bin.filter(({ line }) => line.status >= FIRST_SERVER_ERROR).length)),
    ownErrors: unknown,
    p50Ms: took(0.5),
    p95Ms: took(0.95),
    selfP50Ms: unknown,
    selfP95Ms: unknown,
    countedIn: 'logs',
    ...(keptFrom !== null && { countedFrom: keptFrom }),
  }
}
