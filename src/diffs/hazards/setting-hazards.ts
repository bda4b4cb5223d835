import type { Hazard, HazardKind } from '../hazard.ts'
import { describeQuantity } from '../quantity.ts'
import { settingChanges, type SettingChange } from '../settings.ts'
import { movedHere, resolverFor } from '../setting-origins.ts'
import type { TouchedFile } from '../touched.ts'
import { RULES, TEXT_RULES } from './setting-rules.ts'

/** From this factor on a raised number is a different operating point and no tuning. */
const LARGE_FACTOR = 3
/** A number that fell by less than a quarter is tuning: services run with more margin than that. */
const CUT_RATIO = 0.75
/** Durations confused between seconds and milliseconds, or bytes and kilobytes, differ by this. */
const UNIT_FACTORS = [1000, 60, 1024, 1_000_000]
/** How plain a number is that changed by such a factor, whatever it is for: nobody tunes by a thousand. */
const CONFUSED_CLARITY = 0.75

const LOUD = /^["']?(?:debug|trace|all|verbose|finest)["']?$/i

/**
 * Hazards in changed settings: limits, timeouts, pools, flags, addresses, schedules, in configuration files and in code alike. A value that got a
 * name, or moved to another file of the same `commit`, is compared with what it was.
 */
export function settingHazards(file: TouchedFile, commit: readonly TouchedFile[] = [file]): readonly Hazard[] {
  const own = changesIn(file)
  const changes = [...own, ...own.flatMap((change) => movedHere(change, file, commit))]
  const resolve = resolverFor(commit)
  return changes.map(resolve).flatMap((change) => hazardOf(file.diff.path, change) ?? [])
}

function changesIn(file: TouchedFile): readonly SettingChange[] {
  const [added, removed] = [new Set(file.added), new Set(file.removed)]
  // Lines that only moved were dropped from the touched file; a setting on such a line did not change.
  return file.diff.hunks
    .flatMap(settingChanges)
    .filter(({ from, to }) => (to !== null && added.has(to.line)) || (from !== null && removed.has(from.line)))
}

function hazardOf(path: string, change: SettingChange): Hazard | null {
  const { from, to } = change
  if (from === to) return null
  if (from?.quantity && to?.quantity && from.quantity.dimension === to.quantity.dimension) return numberHazard(path, change)
  if (from === null && to?.quantity) return broughtHazard(path, change)
  if (from?.quantity && to === null && from.quantity.dimension !== 'boolean') return removedHazard(path, change)
  if (from && to && (!from.quantity || !to.quantity)) return textHazard(path, change)
  return null
}

function numberHazard(path: string, change: SettingChange): Hazard | null {
  const [from, to] = [change.from?.quantity, change.to?.quantity]
  if (!from || !to || from.amount === to.amount) return null
  const amounts = { from: from.amount, to: to.amount, dimension: from.dimension }
  const said = `${change.key} changed from ${describeQuantity(from)} to ${describeQuantity(to)}`
  if (from.dimension === 'boolean') return built(path, change, { kind: 'default_flipped', clarity: 0.5, text: said, amounts })
  if (/\bport\b/.test(change.words)) return built(path, change, { kind: 'address_changed', clarity: 0.8, text: said, amounts })
  const ratio = to.amount / from.amount
  const direction =
    ratio <= CUT_RATIO || from.amount > to.amount * (1 / CUT_RATIO) ? 'cut' : ratio >= LARGE_FACTOR || from.amount <= 0 ? 'raised' : null
  const isOff = to.amount <= 0 && from.amount > 0
  const isConfused = UNIT_FACTORS.some((factor) => Math.abs(ratio - factor) < 0.01 || Math.abs(1 / ratio - factor) < 0.01)
  const isFitting = (when: string) => when === direction || (when === 'any' && direction !== null) || (when === 'grown' && ratio > 1)
  const rule = RULES.find(({ words, when }) => words.test(change.words) && isFitting(when))
  if (rule && rule.kind !== 'log_volume_raised')
    return built(path, change, {
      kind: isOff ? offKind(rule.kind, to.amount) : rule.kind,
      clarity: isConfused ? Math.max(rule.clarity, CONFUSED_CLARITY) : rule.clarity,
      text: said,
      amounts,
    })
  if (rule && direction === 'raised') return built(path, change, { kind: rule.kind, clarity: rule.clarity, text: said, amounts })
  return isConfused ? built(path, change, { kind: 'unit_changed', clarity: 0.6, text: said, amounts }) : null
}

/** A limit of zero (or below) commonly means "none", so a timeout or bound that became zero was taken away; a lifetime below zero is for ever. */
function offKind(kind: HazardKind, amount: number): HazardKind {
  if (kind === 'cache_weakened' && amount < 0) return 'cache_prolonged'
  if (kind === 'timeout_cut') return 'timeout_removed'
  return kind === 'limit_cut' ? 'bound_removed' : kind
}

/** Limits that bite as soon as they are there; others only say what was the default. */
const BITES = /time ?out|deadline|quota|rate limit|requests per|max (?:conn\w*|requests?|body|payload)/
/** What a limit that was brought in keeps of a lowered one's clarity: below one half, so that an error must name it. */
const BROUGHT_SHARE = 0.5

/** A limit where none was said before. */
function broughtHazard(path: string, change: SettingChange): Hazard | null {
  const quantity = change.to?.quantity
  const rule = RULES.find(({ words, when }) => when === 'cut' && words.test(change.words))
  if (!quantity || !rule || !BITES.test(change.words) || quantity.amount <= 0) return null
  const amounts = { from: null, to: quantity.amount, dimension: quantity.dimension }
  const text = `${change.key} is now ${describeQuantity(quantity)}`
  return built(path, change, { kind: rule.kind, clarity: rule.clarity * BROUGHT_SHARE, text, amounts })
}

function removedHazard(path: string, change: SettingChange): Hazard | null {
  const rule = RULES.find(({ words, when }) => when === 'removed' && words.test(change.words))
  if (!rule || !change.from?.quantity) return null
  const amounts = { from: change.from.quantity.amount, to: null, dimension: change.from.quantity.dimension }
  return built(path, change, { kind: rule.kind, clarity: rule.clarity * 0.8, text: `${change.key} was removed`, amounts })
}

function textHazard(path: string, change: SettingChange): Hazard | null {
  const [from, to] = [change.from?.text ?? '', change.to?.text ?? '']
  const said = `${change.key} changed from ${from} to ${to}`
  if (/level|verbosity/.test(change.words) && LOUD.test(to) && !LOUD.test(from)) {
    return built(path, change, { kind: 'log_volume_raised', clarity: 0.95, text: said, amounts: null })
  }
  const isLiteral = /^["'[]|^https?:|^[\w./-]+$/.test(to) && !/^\w+\(/.test(to)
  const rule = isLiteral ? TEXT_RULES.find(([words]) => words.test(change.words)) : undefined
  if (rule) return built(path, change, { kind: rule[1], clarity: rule[2], text: said, amounts: null })
  const isSwitch = /enable|disable|mode|feature|flag|strict|use |default|type|strategy|policy|isolation|level/.test(change.words)
  return isLiteral && isSwitch ? built(path, change, { kind: 'default_flipped', clarity: 0.4, text: said, amounts: null }) : null
}

function built(path: string, change: SettingChange, part: Pick<Hazard, 'kind' | 'clarity' | 'text' | 'amounts'>): Hazard {
  return { path, quote: change.to ? `+${change.to.line}` : `-${change.from?.line ?? ''}`, ...part }
}
