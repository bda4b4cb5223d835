import type { EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { earliest, latest } from '../../domain/time-window.ts'
import { addressesIn, isNumeric, type CalledAddress } from './called-address.ts'
import { failureIn, type CallFailure } from '../../domain/network-failures.ts'
import type { Severity } from './record.ts'

type Row = Rows['call_failures']

/** What somebody logged, once or several times. */
export interface SaidRecord {
  readonly locator: string
  readonly entity: EntityId
  readonly severity: Severity
  readonly body: string
  readonly count: number
  readonly firstAt: Date | null
  readonly lastAt: Date | null
}

/** Most rows in one answer; the most frequent stay. A system of a hundred services that all fail to call each other has fewer. */
const MAX_CALL_FAILURES = 300
/** Characters of a record in which a call and its failure are looked for: the head of a trace, and its first cause. */
const MAX_SAID_CHARS = 2_000
/** How an access log writes what was asked and answered: the server speaks of who called it. */
const SERVED = /"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT) \S{1,2000} HTTP\/[\d.]+" \d/

/** Rows, and how many were left out for their number. */
export interface CallFailures {
  readonly rows: readonly Row[]
  readonly leftOut: number
}

/**
 * Calls that did not get through as their callers say it: a record that names an address of somebody else and an error of the network. One row per
 * caller, host, port and failure, the first heard first. What is logged as harmless tells of none. Pure; empty when nobody says so.
 */
export function readCallFailures(records: Iterable<SaidRecord>): CallFailures {
  const found: { readonly record: SaidRecord; readonly call: FailedCall }[] = []
  for (const record of records) {
    const call = record.severity === 'info' ? null : failedCallIn(record.body.slice(0, MAX_SAID_CHARS))
    if (call !== null) found.push({ record, call })
  }
  const groups = Map.groupBy(found, ({ record, call }) => JSON.stringify([record.entity, call.host, call.port, call.failure]))
  const rows = [...groups.values()].flatMap((same) =>
    same[0] === undefined
      ? []
      : [
          rowOf(
            same[0],
            same.map(({ record }) => record),
          ),
        ],
  )
  const kept = new Set([...rows].sort((a, b) => b.count - a.count).slice(0, MAX_CALL_FAILURES))
  return { rows: rows.filter((row) => kept.has(row)).sort((a, b) => timeOf(a) - timeOf(b)), leftOut: rows.length - kept.size }
}

/** Named limit for `truncated` of a reading; null when nothing was left out. */
export function cutCallFailures({ leftOut }: CallFailures): { readonly limit: string; readonly leftOut: number } | null {
  return leftOut > 0 ? { limit: 'MAX_CALL_FAILURES', leftOut } : null
}

export interface FailedCall extends Omit<CalledAddress, 'at'> {
  readonly failure: CallFailure
}

/**
 * The call that a text says did not get through: whom its writer called, and how that failed. Where it names several hosts, the first was called and the
 * rest is what that one passed on, so the failure is not one of reaching it. Null when it names no address of another, or no error of the network.
 */
export function failedCallIn(text: string): FailedCall | null {
  const failure = SERVED.test(text) ? null : failureIn(text)
  if (failure === null) return null
  const addresses = addressesIn(text)
  const named = addresses.filter(({ host }) => !isNumeric(host))
  const [called] = named.length > 0 ? named : addresses
  if (called === undefined) return null
  const isPassedOn = named.some(({ host }) => host !== called.host && !isSameHost(host, called.host))
  const { host, port, target } = called
  return { host, port: port ?? portOf(host, addresses), target, failure: isPassedOn && failure !== 'unavailable' ? 'other' : failure }
}

/** A name and the same name with its search domain. */
function isSameHost(a: string, b: string): boolean {
  return a.startsWith(`${b}.`) || b.startsWith(`${a}.`)
}

function portOf(host: string, addresses: readonly CalledAddress[]): number | null {
  return addresses.find((address) => address.host === host && address.port !== null)?.port ?? null
}

function timeOf({ firstAt }: Row): number {
  return firstAt?.getTime() ?? Number.MAX_SAFE_INTEGER
}

function rowOf({ record, call }: { readonly record: SaidRecord; readonly call: FailedCall }, same: readonly SaidRecord[]): Row {
  return {
    locator: record.locator,
    caller: record.entity,
    target: call.target,
    host: call.host,
    port: call.port,
    failure: call.failure,
    count: same.reduce((sum, { count }) => sum + count, 0),
    firstAt: earliest(same.map(({ firstAt }) => firstAt)),
    lastAt: latest(same.map(({ lastAt }) => lastAt)),
    example: record.body,
  }
}
