import type { Problem, Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { alertEntity } from '../shared/alert-entity.ts'
import { JsonTooLarge, parseBoundedJson } from '../shared/bounded-json.ts'
import { isPlausibleMoment } from '../shared/moment.ts'
import { readText } from '../shared/text-file.ts'
import { answer } from './answer.ts'
import { listProblems, type FoundFiles, type SnapshotFile } from './files.ts'
import { alertFile, recordedAlert, type RecordedAlert } from './schema.ts'

type AlertRow = Rows['alerts']

const LIMIT = { name: 'alerts', rows: 2000 }
/** One listing holds tens of alerts; a larger file is no listing of alerts. */
const MAX_FILE_BYTES = 16_000_000

/** One listing of the alerts that were active at one moment. */
interface Listing {
  readonly file: SnapshotFile
  readonly at: Date
  /** A wrapped listing was filtered by the recorder; that it lacks an alert does not mean that the alert had ended. */
  readonly isWhole: boolean
  readonly alerts: readonly { readonly alert: RecordedAlert; readonly record: number }[]
}

export interface RecordedAlerts {
  readonly rows: readonly AlertRow[]
  readonly problems: readonly Problem[]
  /** Times of the listings, ascending. */
  readonly listedAt: readonly Date[]
}

/** The alerts, one row for each time one was firing, by start. Locator: file and position in its list of the first sighting. */
export function readAlerts(found: FoundFiles): Reading<AlertRow> {
  const { rows, problems } = collectAlerts(found)
  const why = found.files.alerts.length === 0 ? 'the snapshot holds no file of alerts' : 'no alert was firing in any recorded listing'
  return answer(rows, { problems, why, limit: LIMIT })
}

/** Reads all listings and merges the sightings of one alert: equal name, labels and start are one firing. */
export function collectAlerts(found: FoundFiles): RecordedAlerts {
  const problems: Problem[] = listProblems(found, ['alerts'])
  const listings = found.files.alerts
    .flatMap((file) => readListing(file, { dir: found.dir, problems }))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  const firings = Map.groupBy(
    listings.flatMap((listing) => listing.alerts.map((entry) => ({ ...entry, listing }))),
    ({ alert, listing }) => JSON.stringify([sortedEntries(alert.labels), activeAt(alert, listing).getTime()]),
  )
  const whole = listings.filter((listing) => listing.isWhole)
  const rows = [...firings.values()].map((sightings) => firingRow(sightings, whole))
  rows.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.locator < b.locator ? -1 : 1))
  return { rows, problems, listedAt: listings.map(({ at }) => at) }
}

interface Sighting {
  readonly alert: RecordedAlert
  readonly record: number
  readonly listing: Listing
}

function firingRow(sightings: readonly Sighting[], whole: readonly Listing[]): AlertRow {
  const [first] = sightings
  const last = sightings.at(-1)
  if (!first || !last) throw new RangeError('a firing has at least one sighting')
  const { labels, annotations } = last.alert
  const hasEnded = whole.some((listing) => listing.at > last.listing.at)
  return {
    locator: `${first.listing.file.name}#${first.record}`,
    name: labels['alertname'] ?? 'unnamed alert',
    entity: alertEntity(labels),
    state: hasEnded ? 'resolved' : 'firing',
    labels,
    summary: annotations['summary'] ?? annotations['description'] ?? annotations['message'] ?? '',
    startsAt: activeAt(first.alert, first.listing),
    endsAt: hasEnded ? last.listing.at : null,
    value: toNumber(last.alert.value),
  }
}

interface Listings {
  readonly dir: string
  readonly problems: Problem[]
}

function readListing(file: SnapshotFile, { dir, problems }: Listings): Listing[] {
  const damaged = (what: string) => void problems.push({ where: file.name, record: null, what })
  const content = readJson(file, { dir, problems })
  if (content === undefined) return []
  const parsed = alertFile.safeParse(content)
  if (!parsed.success) {
    damaged('the file is not a list of alerts')
    return []
  }
  const entries = parsed.data.alerts
  const alerts = entries.flatMap((entry, index) => {
    const alert = recordedAlert.safeParse(entry)
    if (alert.success) return alert.data.state === 'pending' ? [] : [{ alert: alert.data, record: index + 1 }]
    const unreadable = { count: 1, of: entries.length, unit: 'records' } as const
    problems.push({ where: file.name, record: index + 1, what: 'the entry is not an alert', unreadable })
    return []
  })
  const at = listingTime(file, parsed.data.timestamp, alerts)
  if (at === null) damaged('neither its name nor its content says when the listing was taken')
  return at === null ? [] : [{ file, at, isWhole: Array.isArray(content), alerts }]
}

function readJson(file: SnapshotFile, { dir, problems }: Listings): unknown {
  const { text, problems: found } = readText(dir, file.name, MAX_FILE_BYTES)
  problems.push(...found)
  if (text === null) return undefined
  try {
    return parseBoundedJson(text)
  } catch (error) {
    const what = error instanceof JsonTooLarge ? error.message : 'the file is not readable JSON: it is empty, cut or damaged'
    problems.push({ where: file.name, record: null, what })
    return undefined
  }
}

// `alerts_at_2006-01-02T15-04-05.000000.json` and `…_2006-01-02T150405.000000Z.json`, both UTC.
const TIME_IN_NAME = /(\d{4}-\d\d-\d\d)T(\d\d)[-:]?(\d\d)[-:]?(\d\d(?:\.\d{1,3})?)/

function listingTime(file: SnapshotFile, timestamp: string | null, alerts: Listing['alerts']): Date | null {
  const [, day, hour, minute, second] = TIME_IN_NAME.exec(file.name) ?? []
  const named = toDate(day ? `${day}T${hour}:${minute}:${second}Z` : null) ?? toDate(timestamp)
  if (named) return named
  const starts = alerts.flatMap(({ alert }) => toDate(alert.activeAt) ?? [])
  return starts.length > 0 ? new Date(Math.max(...starts.map(Number))) : null
}

function sortedEntries(labels: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
}

function activeAt(alert: RecordedAlert, listing: Listing): Date {
  return toDate(alert.activeAt) ?? listing.at
}

function toDate(text: string | null | undefined): Date | null {
  const at = text ? new Date(text.replace(/(\.\d{3})\d+/, '$1')) : null
  return at && isPlausibleMoment(at.getTime()) ? at : null
}

function toNumber(value: string | number | null | undefined): number | null {
  const number = value === null || value === undefined || value === '' ? Number.NaN : Number(value)
  return Number.isFinite(number) ? number : null
}
