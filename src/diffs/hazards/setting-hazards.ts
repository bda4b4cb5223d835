import type { Found, Hazard, HazardKind, TouchedFile } from '../hazard.ts'
import { describeQuantity, type Quantity } from '../quantity.ts'
import { movedHere, resolverFor } from '../setting-origins.ts'
import { settingChanges, type SettingChange } from '../settings.ts'
import { BITES, NUMBERS, SWITCHES, TEXTS, type Means, type Topic } from '../tables/setting-topics.ts'
import { says } from '../words.ts'

/** From this factor on a raised number is a different operating point and no tuning. */
const LARGE_FACTOR = 3
/** A number that fell by less than a quarter is tuning: services run with more margin than that. */
const CUT_RATIO = 0.75
/** Durations confused between seconds and milliseconds, or bytes and kilobytes, differ by this. */
const UNIT_FACTORS = [1000, 60, 1024, 1_000_000]
/** How plain a number is that changed by such a factor, whatever it is for: nobody tunes by a thousand. */
const CONFUSED_CLARITY = 0.75
/** What a limit that was brought in keeps of a lowered one's clarity: below one half, so that an error must name it. */
const BROUGHT_SHARE = 0.5
const LOUD = /^["']?(?:debug|trace|all|verbose|finest)["']?$/i

/**
 * Hazards in changed settings: limits, timeouts, pools, flags, addresses, schedules, in configuration files and in code alike. A value that got a
 * name, or moved to another file of the same `commit`, is compared with what it was.
 */
export function settingHazards(file: TouchedFile, commit: readonly TouchedFile[]): readonly Found[] {
  const own = changesIn(file)
  const changes = [...own, ...own.flatMap((change) => movedHere(change, file, commit))]
  const resolve = resolverFor(commit)
  return changes.map(resolve).flatMap((change) => {
    const { from, to } = change
    const meant = from === to ? null : meaningOf(change)
    if (meant === null) return []
    const [kind, clarity] = meant
    const quote = to ? `+${to.line}` : `-${from?.line ?? ''}`
    return [{ kind, clarity, text: textOf(change), quote, amounts: amountsOf(change) }]
  })
}

function changesIn(file: TouchedFile): readonly SettingChange[] {
  const [added, removed] = [new Set(file.added), new Set(file.removed)]
  // Lines that only moved were dropped from the touched file; a setting on such a line did not change.
  return file.diff.hunks
    .flatMap(settingChanges)
    .filter(({ from, to }) => (to !== null && added.has(to.line)) || (from !== null && removed.has(from.line)))
}

function amountsOf({ from, to }: SettingChange): Hazard['amounts'] {
  const dimension = (from?.quantity ?? to?.quantity)?.dimension
  const isComparable = from === null || to === null || from.quantity?.dimension === to.quantity?.dimension
  if (dimension === undefined || !isComparable) return null
  return { from: from?.quantity?.amount ?? null, to: to?.quantity?.amount ?? null, dimension }
}

function textOf({ key, from, to }: SettingChange): string {
  const [was, is] = [from, to].map((value) => (value?.quantity ? describeQuantity(value.quantity) : value?.text))
  if (was === undefined) return `${key} is now ${is ?? ''}`
  return is === undefined ? `${key} was removed` : `${key} changed from ${was} to ${is}`
}

/** What the change does; null when nothing is known to follow from it. */
function meaningOf({ words, from, to }: SettingChange): Means | null {
  const [was, is] = [from?.quantity ?? null, to?.quantity ?? null]
  if (was !== null && is !== null) return was.dimension === is.dimension ? ofNumber(words, was, is) : null
  if (from !== null && to !== null) return ofText(words, from.text, to.text)
  if (is !== null) return ofBrought(words, is)
  return was === null || was.dimension === 'boolean' ? null : (firstOf(words, 'removed') ?? null)
}

function ofNumber(words: string, { amount: from, dimension }: Quantity, { amount: to }: Quantity): Means | null {
  if (from === to) return null
  if (dimension === 'boolean') return ['default_flipped', 0.5]
  if (/\bport\b/.test(words)) return ['address_changed', 0.8]
  const ratio = to / from
  const isConfused = UNIT_FACTORS.some((factor) => [ratio, 1 / ratio].some((one) => Math.abs(one - factor) < 0.01))
  const direction = ratio <= CUT_RATIO || from > to / CUT_RATIO ? 'cut' : ratio >= LARGE_FACTOR || from <= 0 ? 'raised' : 'tuned'
  const rule = direction === 'tuned' && ratio <= 1 ? undefined : firstOf(words, direction)
  if (rule === undefined) return isConfused ? ['unit_changed', 0.6] : null
  const [kind, clarity] = rule
  return [to <= 0 && from > 0 ? offKind(kind, to) : kind, isConfused ? Math.max(clarity, CONFUSED_CLARITY) : clarity]
}

/** The first topic of such words that says what this direction does; a number that grew may cost more, however little. */
function firstOf(words: string, direction: 'cut' | 'raised' | 'tuned' | 'removed'): Means | undefined {
  const isUp = direction === 'raised' || direction === 'tuned'
  const meansOf = (topic: Topic) => (direction === 'tuned' ? undefined : topic[direction]) ?? (isUp ? topic.grown : undefined)
  return NUMBERS.filter((topic) => meansOf(topic) !== undefined && says(topic.says, words)).map(meansOf)[0]
}

/** A limit of zero (or below) commonly means "none", so a timeout or bound that became zero was taken away; a lifetime below zero is for ever. */
function offKind(kind: HazardKind, amount: number): HazardKind {
  if (kind === 'cache_weakened' && amount < 0) return 'cache_prolonged'
  if (kind === 'timeout_cut') return 'timeout_removed'
  return kind === 'limit_cut' ? 'bound_removed' : kind
}

/** A limit where none was said before. */
function ofBrought(words: string, { amount }: Quantity): Means | null {
  const rule = amount > 0 && says(BITES, words) ? firstOf(words, 'cut') : undefined
  return rule === undefined ? null : [rule[0], rule[1] * BROUGHT_SHARE]
}

function ofText(words: string, from: string, to: string): Means | null {
  if (/level|verbosity/.test(words) && LOUD.test(to) && !LOUD.test(from)) return ['log_volume_raised', 0.95]
  const isLiteral = /^["'[]|^https?:|^[\w./-]+$/.test(to) && !/^\w+\(/.test(to)
  if (!isLiteral) return null
  return TEXTS.find((topic) => says(topic.says, words))?.other ?? (says(SWITCHES, words) ? ['default_flipped', 0.4] : null)
}
