import { shownBy, type Found, type TouchedFile } from '../hazard.ts'
import { EXPIRES_IN, UNITS } from '../tables/types.ts'
import { saidIn, says } from '../words.ts'

/** Smaller numbers meet by chance. */
const NUMBER = /(?<![\w.])\d{3,}(?![\w.])/
const EXPIRY = {
  milliseconds: { kind: 'cache_weakened', text: 'entries expire after milliseconds and no longer after seconds', clarity: 0.9 },
  seconds: { kind: 'cache_prolonged', text: 'entries expire after seconds and no longer after milliseconds', clarity: 0.9 },
} as const

/** One large number, of milliseconds before and of seconds now, whatever else was written anew around it. */
export function sameNumberHazards({ removed, added }: TouchedFile): readonly Found[] {
  const before = new Map(removed.flatMap((line) => countedIn(line).map(({ number, unit }) => [number, unit])))
  for (const line of added) {
    const [now] = countedIn(line)
    const old = now === undefined ? undefined : before.get(now.number)
    if (now === undefined || old === undefined || old === now.unit) continue
    const isExpiry = now.unit === 'seconds' || now.unit === 'milliseconds'
    if (isExpiry && old in EXPIRY) return [shownBy(`+${line}`, EXPIRY[now.unit])]
    return [shownBy(`+${line}`, { kind: 'unit_changed', text: 'the unit of a value changed', clarity: 0.8 })]
  }
  return []
}

/** The number of a line and its unit: that of an expiry in full, any other by its first letters; empty without one of both. */
function countedIn(line: string): readonly Readonly<Record<'number' | 'unit', string>>[] {
  const [number] = NUMBER.exec(line) ?? []
  const expiry = (['milliseconds', 'seconds'] as const).find((unit) => says(EXPIRES_IN[unit], line))
  const unit = expiry ?? saidIn(UNITS, line)[0]?.slice(0, 3).toLowerCase()
  return number === undefined || unit === undefined ? [] : [{ number, unit }]
}
