import type { EntityId } from '../../../domain/entity.ts'
import { windowSeconds } from '../../../domain/time-window.ts'
import { rowsHeld, type Held } from '../../scene/cite.ts'
import { isWrapper } from '../../scene/common-errors.ts'
import { calleesNamedIn } from '../../scene/addressed-services.ts'
import type { Scene } from '../../scene/scene.ts'
import { isClear, type SymptomKind, symptomsOf } from '../../scene/symptoms/symptom.ts'
import { isRefusedLogin } from './refused-logins.ts'

type Pattern = Held<'log_patterns'>

/** What callers notice of an error. */
const COUNTED: ReadonlySet<SymptomKind> = new Set(['error_rate', 'latency', 'traffic_drop'])
/** Fewer records may be one unlucky request. */
const LEAST_COUNT = 3
/** Records expected of a baseline for their absence to mean something: at a rate that gives 3, none is a chance of 5 % (Poisson). */
const LEAST_EXPECTED = 3
/** Words of an error that only passes on what a callee answered. */
const PASSED_ON =
  /upstream|HttpServerError|HttpClientError|RestClient|FeignException|I\/O error on|rpc error|connection refused|read timed out|bad gateway|\b50[0-4]\b|from (?:service|server)|Request Failed/i
/** Words of something that was thrown. */
export const THROWN = /exception|traceback|panic|throw|stack/i
/** Where JSON and logfmt lines carry what was said. */
const MESSAGE_FIELD = /\b(?:msg|message)"?\s*[:=]\s*"((?:[^"\\]|\\.)*)/
/** Shorter ends of a line ("error", "failed") are no reason that two lines share. */
const LEAST_REASON_CHARACTERS = 10

/** Error patterns that a recording without a fault does not hold, by unit, frequent enough to mean something. */
export function newErrors(scene: Scene): ReadonlyMap<EntityId, readonly Pattern[]> {
  const { facts, graph } = scene
  const share = baselineShare(scene)
  const lines = rowsHeld(facts, 'log_patterns')
  const fresh = lines.filter(({ row }) => row.severity === 'error' && isNew(row, share))
  const speaking = new Set(lines.map(({ row }) => graph.unitOf(row.entity)))
  const strong = symptomsOf(scene).filter(isClear)
  // What others count fails, slows down or stops, not what a service logs itself.
  const failing = new Set(strong.flatMap(({ kind, unit }) => (COUNTED.has(kind) ? [unit] : [])))
  // Where somebody recorded which calls failed, an error that a service logs while its calls go well is one that it handles.
  const judged = rowsHeld(facts, 'service_calls').filter(({ row }) => row.errors.some((errors) => errors !== null))
  const handling = new Set(judged.map(({ row }) => graph.unitOf(row.service)).filter((unit) => !failing.has(unit)))
  // Something that it calls fails or is slow and logs nothing (a provider, a database): then its errors tell of that.
  const asksFailing = (unit: EntityId) =>
    graph.from(unit, 'calls').some((callee) => callee !== unit && failing.has(callee) && !speaking.has(callee))
  // It says of a callee that it does not reach it, and has not stopped: whatever else it logs may come of that.
  const unreaching = new Set(
    strong.flatMap(({ kind, seenBy, until }) =>
      kind === 'unreachable' && seenBy !== undefined && until === null ? [graph.unitOf(seenBy)] : [],
    ),
  )
  const byUnit = Map.groupBy(fresh, ({ row }) => graph.unitOf(row.entity))
  return new Map([...byUnit].filter(([unit]) => !handling.has(unit) && !unreaching.has(unit) && !asksFailing(unit)))
}

/** An error at a constant low rate is absent from a short baseline by chance: at its rate of now, the baseline would have held some. */
function isNew({ baselineCount, incidentCount }: Pattern['row'], share: number): boolean {
  return baselineCount === 0 && incidentCount >= LEAST_COUNT && incidentCount * share >= LEAST_EXPECTED
}

/** Length of the baseline window over that of the incident window; infinite when nobody said how long they were. */
function baselineShare({ facts }: Scene): number {
  const asked = (facts.log_patterns ?? []).map(({ query }) => query).find((query) => query.kind === 'log_patterns')
  if (!asked?.baseline) return Number.POSITIVE_INFINITY
  return windowSeconds(asked.baseline) / windowSeconds(asked.incident)
}

/** True for an error in the words of the service itself, not those of its framework or of what it called. */
export function isOwnWords(pattern: Pattern): boolean {
  return !PASSED_ON.test(pattern.row.example) && !isWrapper(pattern)
}

/**
 * Own words that are not about somebody it called: who names the callee in an error tells of the callee, as does who was refused by one, and whoever
 * ends in the same words as such a line tells of the same failure.
 */
export function ownAmong(patterns: readonly Pattern[], unit: EntityId, scene: Scene): readonly Pattern[] {
  const about = patterns.filter((pattern) => isAboutOther(pattern, unit, scene))
  const reasons = new Set(about.map(({ row }) => reasonIn(row.example)).filter((reason) => reason.length >= LEAST_REASON_CHARACTERS))
  return patterns.filter((pattern) => isOwnWords(pattern) && !about.includes(pattern) && !reasons.has(reasonIn(pattern.row.example)))
}

/** What stands after the last colon of the message's first line: errors are wrapped from the left. */
function reasonIn(example: string): string {
  const said = MESSAGE_FIELD.exec(example)?.[1] ?? example
  const [line = ''] = said.split(/\n|\\n/)
  return (line.split(': ').at(-1) ?? '').trim()
}

/** Names whom its service calls, or tells that one of them refused it. */
export function isAboutOther({ row: { example } }: Pattern, unit: EntityId, scene: Scene): boolean {
  return isRefusedLogin(example) || calleesNamedIn(example, unit, scene).length > 0
}

/** Only where other patterns were compared with something does "new" mean anything. */
export function hasBaseline(scene: Scene): boolean {
  return rowsHeld(scene.facts, 'log_patterns').some(({ row }) => row.baselineCount !== null && row.baselineCount > 0)
}
