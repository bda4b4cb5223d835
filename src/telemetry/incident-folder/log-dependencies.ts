import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { serviceEntity } from './entities.ts'
import { readingOf, type Folder } from './folder.ts'
import { bodyOf, severityOf } from './log-text.ts'
import { callsOf, placeSpans } from './spans.ts'

type Row = Rows['dependencies']

/** Names this short are words as well. */
const LEAST_NAME_CHARACTERS = 3
/** Short names that stand in every second message for something else. */
const COMMON = /^(?:api|app|web|job|log|sql|get|put|new|the|ssl|tls|dns|cpu|data|core|main|node|user|http|grpc|kube-\w+)$/i
/** Endings that people leave out when they write of a service. */
const SUFFIX = /-?(?:service|svc|server|api)$/
/** Words and fields that name who asks, not who is asked: `caller=basket`, `request from basket`, `cancelled by client basket`, `user "basket"`. */
const ASKS_BEFORE =
  /(?:caller|client|user|consumer|requester|origin|source|peer_client|downstream|user_agent)["']?(?:\s*[=:]|\s)\s*["']?$|(?:requests?|calls?|called|cancell?ed|aborted|traffic|load) (?:\w+ )?(?:from|by)\s+["']?$/i

/** Servers write whose session it is as user and place: PostgreSQL's `basket@shop` (log_line_prefix `%u@%d`), `'basket'@'10.0.0.1'` of MySQL and MariaDB. */
const ASKS_AFTER = /^['"]?@/

interface Mention {
  readonly caller: EntityId
  readonly callee: EntityId
  readonly locator: string
}

/**
 * Who waits on whom by what services complain of: a warning or error of one service that names another one. Only services that the
 * folder knows count. Where both name each other, or spans show the way, the spans and then the more frequent complaint decide.
 */
export async function readLogDependencies(folder: Folder): Promise<Reading<Row>> {
  const [alerts, logs, metrics, deploys, spans] = [
    await folder.alerts(),
    await folder.logs(),
    await folder.metrics(),
    await folder.deploys(),
    await folder.spans(),
  ]
  const traced = new Set(callsOf(placeSpans(spans)).map(({ caller, callee }) => `${caller} ${callee}`))
  const names = [...logs.records, ...metrics.records, ...deploys.records, ...spans.records].map(({ value }) => value.service)
  const known = [...new Set(names.map(serviceEntity))].filter((entity) => nameOf(entity).length >= LEAST_NAME_CHARACTERS)
  const told = alerts.records.flatMap(({ record, value }) =>
    value.service
      ? mentionsIn(serviceEntity(value.service), `${value.summary ?? ''} ${value.detail ?? ''}`, {
          known,
          locator: `${alerts.name}#${record}`,
        })
      : [],
  )
  const complained = logs.records
    .filter(({ value }) => ['error', 'warning'].includes(severityOf(value)))
    .flatMap(({ record, value }) => mentionsIn(serviceEntity(value.service), bodyOf(value), { known, locator: `${logs.name}#${record}` }))
  const pairs = Map.groupBy([...complained, ...told], ({ caller, callee }) => `${caller} ${callee}`)
  const rows = [...pairs.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const back = `${first.callee} ${first.caller}`
    const isOtherWay = traced.has(back) || (pairs.get(back)?.length ?? 0) >= own.length
    return isOtherWay ? [] : [first]
  })
  return readingOf(rows, [logs])
}

function mentionsIn(
  service: EntityId,
  text: string,
  at: { readonly known: readonly EntityId[]; readonly locator: string },
): readonly Mention[] {
  const others = at.known.filter((other) => other !== service && shortName(other) !== shortName(service))
  return others.flatMap((other): readonly Mention[] => {
    const place = placeOf(other, text)
    if (place === null) return []
    const asks = ASKS_BEFORE.test(text.slice(0, place.start)) || ASKS_AFTER.test(text.slice(place.end))
    const [caller, callee] = asks ? [other, service] : [service, other]
    return [{ caller, callee, locator: at.locator }]
  })
}

/** Where the text names the service in full; its short form counts when nothing longer is spelt around it. */
function placeOf(service: EntityId, text: string): { readonly start: number; readonly end: number } | null {
  for (const name of new Set([nameOf(service), shortName(service)])) {
    if (name.length < LEAST_NAME_CHARACTERS || COMMON.test(name)) continue
    const at = namePattern(name).exec(text)
    if (at) return { start: at.index, end: at.index + at[0].length }
  }
  return null
}

/** A name in full, in any spelling of its letters. */
export function namePattern(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${RegExp.escape(name)}(?![\\w-])`, 'i')
}

function nameOf(service: EntityId): string {
  return parseEntity(service).name
}

function shortName(service: EntityId): string {
  return nameOf(service).toLowerCase().replace(SUFFIX, '')
}
