import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

const UNIT_WORD =
  /(?:nano|micro|milli)s(?:econds?)?|(?:nano|micro|milli)(?:second)?s?|(?<![a-z])(?:ms|us|ns|secs?|mins?|hrs?)(?![a-z])|seconds?|minutes?|hours?|days?|(?<![a-z])(?:kilo|mega|giga)?bytes?|(?<![a-z])[KMG]i?B(?![a-z])|cents|dollars|euros/gi
const SCALE = /[*/]\s*(?:1_?000(?:_?000)?|1024|100|60|3_?600|1e3|1e6)(?![\d.])/g
const EXACT = /BigDecimal|\bDecimal\b|decimal\b|Money\b|quantize|RoundingMode|setScale|HALF_(?:EVEN|UP)|numeric\(|\bcents\b/
const FLOATING = /\b[Dd]ouble\b|\b[Ff]loat(?:32|64)?\b|toDouble|toFloat|parseFloat|\bNumber\(|f64\b|f32\b|ToDouble|doubleValue|to_f\b/
const FIELD_WITHOUT_DEFAULT = /"name"\s*:\s*"\w+"(?!.{0,400}"default")(?=.{0,400}"type")(?!.{0,400}"null")/
const NOT_NULL = /ADD (?:COLUMN )?\w+ .{0,60}NOT NULL(?!.{0,60}DEFAULT)/i
/** What says that a value may be missing, in the languages we read. */
const MAY_BE_MISSING =
  /\?(?=\s*[,;=:)]|\s*$)|\bOptional(?:\[|<)|\bOption<|\|\s*(?:null|undefined|None)\b|,omitempty\b|\boptional\s+|\bnullable\s*[=:]\s*true|\.(?:optional|nullable|nullish)\(\)|null=True,?/gi
/** A declared field or parameter: a name and its type, or its place on the wire. */
const DECLARES = /\w\s*:\s*\S|json:"|^\s*(?:(?:private|public|final|optional|required|repeated)\s*)?[\w<>[\].]+\??\s+\w+\s*[;=]/
const PROTO_FIELD = /^\s*(?:optional |repeated |required )?([\w.<>]+)\s+(\w+)\s*=\s*(\d+)\s*;/

/** Hazards in the data that programs share or keep: units, exact amounts, fields of messages and tables. */
export function dataHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind === 'manifest') return []
  const found = [unitOf(file), exactnessOf(file), requiredOf(file), missingOf(file), fieldTypeOf(file)]
  return found.filter((hazard) => hazard !== null)
}

interface Shown {
  readonly kind: Hazard['kind']
  readonly line: string
  readonly text: string
  readonly clarity: number
}

function hazard(file: TouchedFile, { kind, line, text, clarity }: Shown): Hazard {
  return { kind, path: file.diff.path, text: `${text}: ${line.trim().slice(0, 120)}`, quote: `+${line}`, clarity, amounts: null }
}

/** Two lines that differ in nothing but a word for a unit, or in a factor between units. */
function unitOf(file: TouchedFile): Hazard | null {
  const others = [differingOnlyIn(UNIT_WORD, file.removed), differingOnlyIn(SCALE, file.removed), sameNumberOfOthers(file.removed)]
  const line = file.added.find((now) => others.some((isOther) => isOther(now)) && !isRounding(now))
  return line === undefined ? null : hazard(file, { kind: 'unit_changed', line, text: 'the unit of a value changed', clarity: 0.8 })
}

/** One large number, of milliseconds before and of seconds now, whatever else was written anew around it. */
function sameNumberOfOthers(removed: readonly string[]): (now: string) => boolean {
  const said = (line: string) => ({
    number: /(?<![\w.])\d{3,}(?![\w.])/.exec(line)?.[0],
    unit: line.match(UNIT_WORD)?.[0]?.slice(0, 3).toLowerCase(),
  })
  const unitsOf = valuesBy(
    removed.map(said).filter(({ unit }) => unit !== undefined),
    ({ number }) => number ?? '',
    ({ unit }) => unit,
  )
  return (line) => {
    const { number, unit } = said(line)
    return number !== undefined && unit !== undefined && hasOther(unitsOf.get(number), unit)
  }
}

function valuesBy<T, V>(items: readonly T[], keyOf: (item: T) => string, valueOf: (item: T) => V): ReadonlyMap<string, ReadonlySet<V>> {
  const groups = new Map<string, Set<V>>()
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? new Set<V>()
    groups.set(keyOf(item), group.add(valueOf(item)))
  }
  return groups
}

function hasOther<V>(values: ReadonlySet<V> | undefined, value: V): boolean {
  return values !== undefined && (values.size > 1 || !values.has(value))
}

/** Multiplied and divided by the same: digits are cut off and the size stays. */
function isRounding(line: string): boolean {
  const [times, over] = ['*', '/'].map((sign) =>
    (line.match(SCALE) ?? []).filter((part) => part.startsWith(sign)).map((part) => part.slice(1).trim()),
  )
  return times !== undefined && times.length > 0 && times.join() === over?.join()
}

function differingOnlyIn(pattern: RegExp, removed: readonly string[]): (now: string) => boolean {
  const bare = (line: string) => line.replace(pattern, '').replace(/[\s()]+/g, '')
  const dense = (line: string) => line.replace(/\s/g, '')
  const before = valuesBy(removed, bare, dense)
  return (now) => bare(now).length > 3 && hasOther(before.get(bare(now)), dense(now))
}

function exactnessOf(file: TouchedFile): Hazard | null {
  const wasExact = file.removed.some((line) => EXACT.test(line))
  const line = file.added.find((one) => FLOATING.test(one) && !EXACT.test(one))
  if (!wasExact || line === undefined || file.removed.filter((one) => FLOATING.test(one)).length > 0) return null
  return hazard(file, { kind: 'precision_lost', line, text: 'exact amounts became floating point', clarity: 0.8 })
}

function requiredOf(file: TouchedFile): Hazard | null {
  const isSchema = /\.(?:avsc|avdl|json)$/.test(file.diff.path)
  const isNew = (line: string) => (isSchema && FIELD_WITHOUT_DEFAULT.test(line)) || NOT_NULL.test(line)
  const line = file.added.find(isNew)
  if (line === undefined || file.removed.some(isNew)) return null
  return hazard(file, { kind: 'contract_changed', line, text: 'a field is required that older data lacks', clarity: 0.8 })
}

/** A field that was always there and now may be left out; whoever reads it may not know. */
function missingOf(file: TouchedFile): Hazard | null {
  const sure = (line: string) => line.replace(MAY_BE_MISSING, '').replace(/[\s\][<>]+/g, '')
  const strict = new Set(file.removed.filter((old) => old.search(MAY_BE_MISSING) < 0).map(sure))
  const line = file.added.find((now) => DECLARES.test(now) && now.search(MAY_BE_MISSING) >= 0 && strict.has(sure(now)))
  return line === undefined ? null : hazard(file, { kind: 'contract_changed', line, text: 'a field may now be missing', clarity: 0.75 })
}

/** A field of a wire message that kept its name and number but holds another type. */
function fieldTypeOf(file: TouchedFile): Hazard | null {
  if (!file.diff.path.endsWith('.proto')) return null
  const before = file.removed.flatMap((line) => PROTO_FIELD.exec(line) ?? [])
  const line = file.added.find((one) => {
    const [, type, name, number] = PROTO_FIELD.exec(one) ?? []
    const at = name === undefined ? -1 : before.indexOf(name)
    return at > 0 && before[at - 1] !== type && before[at + 1] === number
  })
  return line === undefined ? null : hazard(file, { kind: 'contract_changed', line, text: 'a field holds another type', clarity: 0.85 })
}
