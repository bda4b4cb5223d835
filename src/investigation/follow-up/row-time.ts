/** Where rows keep their time, the moment of the thing itself first. */
const TIME_FIELDS = ['at', 'startsAt', 'firstAt', 'changedAt', 'startedAt', 'saidAt', 'firstSeenAt', 'startAt'] as const

/** When what a row tells of happened (UTC); null when it does not say. */
export function timeOf(row: object): Date | null {
  const fields = row as Readonly<Record<string, unknown>>
  return TIME_FIELDS.map((field) => fields[field]).find((value) => value instanceof Date) ?? null
}
