import { formatEntity, type EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { readCallFailures, type CallFailures } from '../log-lines/call-failures.ts'
import { readLine } from '../log-lines/read-line.ts'
import { unwrapLine } from '../log-lines/wrappers.ts'
import { templateOf } from '../shared/log-template.ts'
import type { Dump } from './schema.ts'

/** Longest example kept, in characters; stack traces repeat themselves after that. */
const MAX_EXAMPLE_CHARACTERS = 4000

/** Counted groups of error lines, then the kinds of line among each application's newest ones. A dump has no baseline and no times for them. */
export function readLogPatternRows(dump: Dump): Rows['log_patterns'][] {
  return [...countedPatterns(dump), ...recentPatterns(dump)]
}

/** Calls that the counted groups and the newest lines say did not get through; none has a time. */
export function readDumpCallFailures(dump: Dump): CallFailures {
  return readCallFailures(
    readLogPatternRows(dump).map(({ locator, entity, severity, example, incidentCount }) => {
      const count = incidentCount
      return { locator, entity, severity, body: example, count, firstAt: null, lastAt: null }
    }),
  )
}

/** A crashed container writes its reason last; whether such a line is an error its level says, or only its words. */
function recentPatterns(dump: Dump): Rows['log_patterns'][] {
  return Object.entries(dump.recent_logs ?? {}).flatMap(([app, lines]) => {
    const numbered = lines.map((line, index) => ({ line, number: index + 1 }))
    const kinds = Map.groupBy(numbered, ({ line }) => templateOf(line))
    return [...kinds].map(([pattern, same]) => ({
      locator: `case.json#recent_logs.${app}#${same[0]?.number ?? 1}`,
      entity: formatEntity(dump.namespace, 'Service', app),
      pattern,
      severity: readLine(unwrapLine(same[0]?.line ?? '').text).severity,
      incidentCount: same.length,
      baselineCount: null,
      firstAt: null,
      lastAt: null,
      example: (same.at(-1)?.line ?? '').slice(0, MAX_EXAMPLE_CHARACTERS),
    }))
  })
}

function countedPatterns(dump: Dump): Rows['log_patterns'][] {
  return Object.entries(dump.error_logs ?? {}).flatMap(([app, { patterns }]) =>
    patterns.map(({ count, sample }, index) => {
      const example = sample.slice(0, MAX_EXAMPLE_CHARACTERS)
      return {
        locator: `case.json#error_logs.${app}#${index + 1}`,
        entity: formatEntity(dump.namespace, 'Service', app),
        pattern: templateOf(sample),
        severity: 'error' as const,
        incidentCount: count,
        baselineCount: null,
        firstAt: null,
        lastAt: null,
        example,
      }
    }),
  )
}

/** The newest lines of one application as printed; they carry no time of their own. An application without lines gives none. */
export function readLogExampleRows(dump: Dump, entity: EntityId): Rows['log_examples'][] {
  return Object.entries(dump.recent_logs ?? {})
    .filter(([app]) => formatEntity(dump.namespace, 'Service', app) === entity)
    .flatMap(([app, lines]) =>
      lines.map((body, index) => ({
        locator: `case.json#recent_logs.${app}#${index + 1}`,
        entity,
        at: null,
        severity: readLine(unwrapLine(body).text).severity,
        body: body.slice(0, MAX_EXAMPLE_CHARACTERS),
        traceId: null,
      })),
    )
}
