import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

/** Names of integer types by how many bits they hold, in the languages, schemas and messages we read. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:u?int64(?:_t)?|[ui]64|s?fixed64|sint64|long(?: long)?|Long|BigInteger|BIGINT|BIGSERIAL|bigint|bigserial|BigInteger|BigIntegerField)\b/,
    64,
  ],
  [/\b(?:u?int32(?:_t)?|[ui]32|s?fixed32|sint32|int|Int|integer|Integer|INTEGER|INT|SERIAL|serial|IntegerField)\b/, 32],
  [/\b(?:u?int16(?:_t)?|[ui]16|short|Short|smallint|SMALLINT|SmallIntegerField)\b/, 16],
]
const ANY_TYPE = new RegExp(WIDTHS.map(([pattern]) => pattern.source).join('|'), 'g')
/** Brings a number into fewer bits. */
const CAST =
  /\b(?:u?int(?:32|16|8)|[ui](?:32|16|8))\b|\(\s*(?:int|short|byte)\s*\)|\.(?:int|short|byte)Value\(\)|\bas (?:[ui](?:32|16|8))\b|Math\.toIntExact|\.to(?:Int|Short)\(\)/g

const SIZE = String.raw`[\w.]*(?:len|length|size|count|total|offset)\w*(?:\(\w*\))?`
const SIZE_IN_SHORT = new RegExp(
  String.raw`\b${SIZE} as [ui](?:8|16)\b|\b(?:u?int(?:8|16)(?:_t)?)\((?:${SIZE}|len\([\w.]+\))\)|\((?:short|byte|ushort)\)\s*${SIZE}`,
)

/** Numbers that are kept in fewer bits than before: all goes well until one of them no longer fits. */
export function rangeHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind === 'manifest' || file.diff.kind === 'inert') return []
  const isKeptInLess = (now: string) =>
    file.removed.some((old) => isNarrower(old, now) || isNewlyCast(old, now)) || isSizeCut(now, file.removed)
  const line = file.added.find(isKeptInLess)
  if (line === undefined) return []
  const text = `a number is kept in fewer bits: ${line.trim().slice(0, 120)}`
  return [{ kind: 'range_narrowed', path: file.diff.path, text, quote: `+${line}`, clarity: 0.85, amounts: null }]
}

function isNarrower(old: string, now: string): boolean {
  const [before, after] = [widthOf(old), widthOf(now)]
  return before !== null && after !== null && after < before && bare(old, ANY_TYPE) === bare(now, ANY_TYPE)
}

function isNewlyCast(old: string, now: string): boolean {
  return old.search(CAST) < 0 && now.search(CAST) >= 0 && bare(old, CAST) === bare(now, CAST)
}

/** A size that fits sixteen bits today and not every day, unless it was cut so before. */
function isSizeCut(now: string, removed: readonly string[]): boolean {
  return SIZE_IN_SHORT.test(now) && !removed.some((old) => SIZE_IN_SHORT.test(old))
}

function widthOf(line: string): number | null {
  return WIDTHS.find(([pattern]) => pattern.test(line))?.[1] ?? null
}

function bare(line: string, pattern: RegExp): string {
  return line.replace(pattern, '').replace(/[\s()]+/g, '')
}
