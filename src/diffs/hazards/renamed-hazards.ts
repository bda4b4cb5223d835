import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

const LITERAL = /(["'`])([^"'`]*)\1/g
/** A value that programs compare: one word without white space, not a path, number or version. */
const VALUE = /^[A-Za-z][A-Za-z0-9]*(?:[_.:-][A-Za-z0-9]+)*$/
const LEAST_VALUE_CHARACTERS = 3
/** Names of files: what a program opens, not what programs agree on. */
export const FILE_NAME =
  /\.(?:csv|json|ya?ml|txt|html?|png|jpe?g|webp|ico|svg|ttf|otf|woff2?|mp[34]|css|scss|md|pdf|sql|[jt]sx?|py|go|rb|rs)$/
/** Text for people; whoever reads it is no program. */
const PROSE = /\b(?:log|logger|console|print\w*|Errorf?|raise|throw|panic|title|label|placeholder|message|import|require|from|version)\b/
/** A setting is asked for by its name, and whoever deploys still gives it under the old one. */
const ASKS_FOR_SETTING = /getenv|environ\b|process\.env|\bENV\b|env\(/i
/** One member of an enumeration on a line of its own: `RETURNED,`, `Returned = 3,`. */
const MEMBER = /^\s*(?:case\s+)?([A-Z][A-Za-z0-9_]{2,})\s*(?:=\s*["']?[\w-]+["']?\s*)?(?:[,;]\s*)?$/
/** A value of a list that is closed by its type: `Paid State = "PAID"`, `PAID = 'paid'`. */
const STATED =
  /^\s*(?:case\s+|export\s+const\s+|static\s+final\s+\w+\s+)?[A-Z]\w*(?:\s+[A-Z]\w*)?\s*=\s*["']([A-Za-z][\w-]*)["']\s*(?:[,;]\s*)?$/
/** The name of an environment variable in a manifest. */
const VARIABLE = /^\s*(?:- )?["']?name["']?\s*:\s*["']?([A-Z][A-Z0-9_]{3,})["']?\s*$/
/** `key: value` or `KEY=value`. */
const PAIR = /^\s*(?:- )?["']?([A-Za-z_][\w./-]*)["']?\s*[:=]\s*(\S.*)$/

/** Values, members of enumerations and keys of settings that got another name, for others still use the old one. */
export function renamedHazards(file: TouchedFile, commit: readonly TouchedFile[] = [file]): readonly Hazard[] {
  if (file.diff.kind === 'manifest') return []
  const found = [renamedValue(file, commit), renamedMember(file), renamedKey(file), renamedVariable(file, commit), newValue(file)]
  return found.filter((hazard) => hazard !== null)
}

function renamedValue(file: TouchedFile, commit: readonly TouchedFile[]): Hazard | null {
  const byRest = Map.groupBy(new Set(file.removed), bare)
  for (const line of file.added) {
    const rest = bare(line)
    const old = rest.length > 2 ? byRest.get(rest)?.find((before) => before !== line) : undefined
    const [from, to] = [valuesOf(old ?? ''), valuesOf(line)]
    const at = to.findIndex((value, index) => value !== from[index])
    const [was, is] = [from[at], to[at]]
    if (old === undefined || was === undefined || is === undefined || PROSE.test(line) || !isValue(was) || !isValue(is)) continue
    if (isRenamedElsewhere({ was, is }, file, commit)) continue
    const renamed = hazardOf(file, line, `the value ${was} became ${is}`)
    return ASKS_FOR_SETTING.test(line) ? { ...renamed, kind: 'config_required', clarity: 0.8 } : renamed
  }
  return null
}

function bare(line: string): string {
  return line.replace(LITERAL, '').replace(/\s+/g, '')
}

function valuesOf(line: string): readonly string[] {
  return [...line.matchAll(LITERAL)].map((match) => match[2] ?? '')
}

function isValue(text: string): boolean {
  return text.length >= LEAST_VALUE_CHARACTERS && VALUE.test(text) && !FILE_NAME.test(text)
}

function renamedMember(file: TouchedFile): Hazard | null {
  const gone = file.removed.flatMap((line) => MEMBER.exec(line)?.[1] ?? [])
  const line = file.added.find((one) => MEMBER.test(one))
  const now = line === undefined ? undefined : MEMBER.exec(line)?.[1]
  const old = gone.find((name) => name !== now)
  return line === undefined || old === undefined ? null : hazardOf(file, line, `the member ${old} became ${now ?? ''}`)
}

/** An environment variable of a manifest under another name: the program still asks for the old one. */
function renamedVariable(file: TouchedFile, commit: readonly TouchedFile[]): Hazard | null {
  if (file.diff.kind !== 'config') return null
  const [gone, come] = [file.removed, file.added].map((lines) => lines.flatMap((line) => VARIABLE.exec(line)?.[1] ?? []))
  const [isGone, isCome] = [new Set(gone), new Set(come)]
  const was = gone?.find((name) => !isCome.has(name))
  const line = file.added.find((one) => VARIABLE.test(one) && !isGone.has(VARIABLE.exec(one)?.[1] ?? ''))
  const is = VARIABLE.exec(line ?? '')?.[1]
  if (was === undefined || line === undefined || is === undefined || isRenamedElsewhere({ was, is }, file, commit)) return null
  return { ...hazardOf(file, line, `the variable ${was} is now called ${is}`), kind: 'config_required', clarity: 0.8 }
}

/** Both sides got the new name in the same commit. */
function isRenamedElsewhere(
  { was, is }: { readonly was: string; readonly is: string },
  file: TouchedFile,
  commit: readonly TouchedFile[],
): boolean {
  return commit.some(
    (other) => other !== file && other.removed.some((line) => line.includes(was)) && other.added.some((line) => line.includes(is)),
  )
}

/** A further value of a closed list: whoever reads it may know only the others. */
function newValue(file: TouchedFile): Hazard | null {
  if (file.diff.kind !== 'code') return null
  const line = file.added.find((one) => STATED.test(one))
  const isAmongOthers = file.around.some((one) => STATED.test(one))
  if (line === undefined || !isAmongOthers || file.removed.some((one) => STATED.test(one))) return null
  return { ...hazardOf(file, line, `a value that others may not know: ${STATED.exec(line)?.[1] ?? ''}`), clarity: 0.6 }
}

/** In configuration the same value under another key: the program still asks for the old one. */
function renamedKey(file: TouchedFile): Hazard | null {
  if (file.diff.kind !== 'config') return null
  const pairsIn = (lines: readonly string[]) => lines.flatMap((line) => pairOf(line) ?? [])
  const keysOf = new Map(
    [...Map.groupBy(pairsIn(file.removed), ({ value }) => value)].map(([value, pairs]) => [value, new Set(pairs.map(({ key }) => key))]),
  )
  const come = new Set(pairsIn(file.added).map(({ key }) => key))
  for (const line of file.added) {
    const pair = pairOf(line)
    // The first two differ, so one of them is another.
    const old =
      pair === null
        ? undefined
        : keysOf
            .get(pair.value)
            ?.values()
            .find((key) => key !== pair.key)
    if (pair === null || old === undefined || come.has(old)) continue
    if (isSelected(file))
      return { ...hazardOf(file, line, `whoever selects ${old} no longer finds it`), kind: 'address_changed', clarity: 0.85 }
    return { ...hazardOf(file, line, `the setting ${old} is now called ${pair.key}`), kind: 'config_required' }
  }
  return null
}

function pairOf(line: string): { readonly key: string; readonly value: string } | null {
  const [, key, value] = PAIR.exec(line) ?? []
  return key === undefined || value === undefined ? null : { key, value }
}

/** Labels are what others select by. */
function isSelected({ around }: TouchedFile): boolean {
  return around.some((line) => /\b(?:labels|matchLabels|selector)\s*:/.test(line))
}

function hazardOf(file: TouchedFile, line: string, text: string): Hazard {
  return { kind: 'contract_changed', path: file.diff.path, text, quote: `+${line}`, clarity: 0.7, amounts: null }
}
