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

const SIZE = String.raw`[\w.]{0,40}(?:len|length|size|count|total|offset)\w{0,40}(?:\(\w*\))?`
const SIZE_IN_SHORT = new RegExp(
  String.raw`\b${SIZE} as [ui](?:8|16)\b|\b(?:u?int(?:8|16)(?:_t)?)\((?:${SIZE}|len\([\w.]+\))\)|\((?:short|byte|ushort)\)\s*${SIZE}`,
)

/** Numbers that are kept in fewer bits than before: all goes well until one of them no longer fits. */
export function rangeHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind === 'manifest' || file.diff.kind === 'inert') return []
  const [isNarrower, isNewlyCast] = [narrowerThan(file.removed), newlyCastFrom(file.removed)]
  const wasCutBefore = file.removed.some((old) => SIZE_IN_SHORT.test(old))
  // A size that fits sixteen bits today and not every day, unless it was cut so before.
  const line = file.added.find((now) => isNarrower(now) || isNewlyCast(now) || (!wasCutBefore && SIZE_IN_SHORT.test(now)))
  if (line === undefined) return []
  const text = `a number is kept in fewer bits: ${line.trim().slice(0, 120)}`
  return [{ kind: 'range_narrowed', path: file.diff.path, text, quote: `+${line}`, clarity: 0.85, amounts: null }]
}

/** The same line with a type of fewer bits than one of the old lines had. */
function narrowerThan(removed: readonly string[]): (now: string) => boolean {
  const widest = new Map<string, number>()
  for (const old of removed) {
    const rest = bare(old, ANY_TYPE)
    widest.set(rest, Math.max(widest.get(rest) ?? 0, widthOf(old) ?? 0))
  }
  return (now) => (widthOf(now) ?? Number.POSITIVE_INFINITY) < (widest.get(bare(now, ANY_TYPE)) ?? 0)
}

function newlyCastFrom(removed: readonly string[]): (now: string) => boolean {
  const plain = new Set(removed.filter((old) => old.search(CAST) < 0).map((old) => bare(old, CAST)))
  return (now) => now.search(CAST) >= 0 && plain.has(bare(now, CAST))
}

function widthOf(line: string): number | null {
  return WIDTHS.find(([pattern]) => pattern.test(line))?.[1] ?? null
}

function bare(line: string, pattern: RegExp): string {
  return line.replace(pattern, '').replace(/[\s()]+/g, '')
}
