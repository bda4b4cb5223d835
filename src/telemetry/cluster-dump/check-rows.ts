import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { Dump } from './schema.ts'

type CheckRow = Rows['checks']

/** Longest output kept of one check, in characters: the state stands in the first lines, journals run to hundreds of kilobytes. */
const MAX_OUTPUT_CHARACTERS = 1500

/** `Active: active (running) since …`. Source: systemctl(1), status output. */
const ACTIVE = /^[ \t]*Active: (\S+ \([^)]{0,80}\)|\S+)/m
const REPORT_FROM_NODE = /^.*deployed on (\S+?): ?/gm

/** Units and connection attempts in the order of the dump. An attempt that was reported from several nodes gives one row for each. */
export function readCheckRows(dump: Dump): CheckRow[] {
  const units = Object.entries(dump.node_service ?? {}).map(([key, output]) => readUnit(key, output))
  const attempts = Object.entries(dump.connectivity ?? {}).flatMap(([target, output]) =>
    readAttempts(target, { output, namespace: dump.namespace }),
  )
  return [...units, ...attempts]
}

function readUnit(key: string, output: string): CheckRow {
  const [node = '', unit = ''] = key.split('/')
  return {
    locator: `case.json#node_service.${key}`,
    check: 'node_unit',
    entity: formatEntity(CLUSTER_SCOPE, 'Node', node),
    target: unit,
    state: unitState(ACTIVE.exec(output)?.[1]),
    output: output.slice(0, MAX_OUTPUT_CHARACTERS),
    at: null,
  }
}

/** A unit that systemd starts again and again does not run; one that starts or reloads once is neither up nor down yet. */
function unitState(active: string | undefined): CheckRow['state'] {
  if (active === undefined) return 'unknown'
  if (active.startsWith('active ')) return 'passed'
  return /^(?:inactive|failed|deactivating)|auto-restart/.test(active) ? 'failed' : 'unknown'
}

function readAttempts(target: string, about: { readonly output: string; readonly namespace: string }): CheckRow[] {
  const entity = formatEntity(about.namespace, 'Service', target.split(':')[0] ?? target)
  const locator = `case.json#connectivity.${target}`
  const starts = [...about.output.matchAll(REPORT_FROM_NODE)]
  if (starts.length === 0) return [toAttempt({ locator, entity, target, output: about.output.trim() })]
  return starts.map((start, index) =>
    toAttempt({
      locator: `${locator}#${start[1]}`,
      entity,
      target,
      askedFrom: formatEntity(CLUSTER_SCOPE, 'Node', start[1] ?? ''),
      output: about.output.slice(start.index, starts[index + 1]?.index).trim(),
    }),
  )
}

function toAttempt(attempt: {
  readonly locator: string
  readonly entity: EntityId
  readonly target: string
  readonly output: string
  readonly askedFrom?: EntityId
}): CheckRow {
  const state = attempt.output.includes('Connection Succeeded')
    ? 'passed'
    : attempt.output.includes('Connection Failed')
      ? 'failed'
      : 'unknown'
  return { ...attempt, output: attempt.output.slice(0, MAX_OUTPUT_CHARACTERS), check: 'connectivity', state, at: null }
}
