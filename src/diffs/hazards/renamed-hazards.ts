import { shownBy, type Found, type TouchedFile } from '../hazard.ts'
import { ASKS_FOR_SETTING, PROSE, SHARED_NAMES } from '../tables/names.ts'
import { LITERALS } from '../tables/types.ts'
import { saidIn, says } from '../words.ts'
import { pairsBut } from './one-part-hazards.ts'

/** A value that programs compare: one word without white space, not a path, number or version. */
const VALUE = /^[A-Za-z][A-Za-z0-9]*(?:[_.:-][A-Za-z0-9]+)*$/
const LEAST_VALUE_CHARACTERS = 3
/** Names of files: what a program opens, not what programs agree on. */
const FILE_NAME = /\.(?:csv|json|ya?ml|txt|html?|png|jpe?g|webp|ico|svg|ttf|otf|woff2?|mp[34]|css|scss|md|pdf|sql|[jt]sx?|py|go|rb|rs)$/
/** One member of an enumeration on a line of its own: `RETURNED,`, `Returned = 3,`. */
const MEMBER = /^\s*(?:case\s+)?([A-Z][A-Za-z0-9_]{2,})\s*(?:=\s*["']?[\w-]+["']?\s*)?(?:[,;]\s*)?$/
/** A value of a list that is closed by its type: `Paid State = "PAID"`, `PAID = 'paid'`. */
const STATED =
  /^\s*(?:case\s+|export\s+const\s+|static\s+final\s+\w+\s+)?[A-Z]\w*(?:\s+[A-Z]\w*)?\s*=\s*["']([A-Za-z][\w-]*)["']\s*(?:[,;]\s*)?$/
/** The name of an environment variable in a manifest. */
const VARIABLE = /^\s*(?:- )?["']?name["']?\s*:\s*["']?([A-Z][A-Z0-9_]{3,})["']?\s*$/
/** `key: value` or `KEY=value`. */
const PAIR = /^\s*(?:- )?["']?([A-Za-z_][\w./-]*)["']?\s*[:=]\s*(\S.*)$/
/** Labels are what others select by. */
const SELECTED = /\b(?:labels|matchLabels|selector)\s*:/

const RENAMED = { kind: 'contract_changed', clarity: 0.7 } as const
const UNSET = { kind: 'config_required', clarity: 0.8 } as const

/** Names on the wire, values, members of enumerations and keys of settings that are no longer what others call them. */
export function renamedHazards(file: TouchedFile, commit: readonly TouchedFile[]): readonly Found[] {
  const inSettings = file.diff.kind === 'config' ? [renamedKey(file), renamedVariable(file, commit)] : [newValue(file)]
  return [sharedName(file), renamedValue(file, commit), renamedMember(file), ...inSettings].filter((found) => found !== null)
}

function sharedName({ removed, added, around }: TouchedFile): Found | null {
  const [before, after, come] = [removed, [...added, ...around], added].map(namesIn)
  const gone = before?.entries().find(([name]) => !after?.has(name))
  const now = come?.entries().find(([name]) => !before?.has(name))
  if (gone === undefined) return null
  if (now === undefined) return { kind: 'contract_changed', text: `${gone[0]} was removed`, quote: `-${gone[1]}`, clarity: 0.5 }
  return { kind: 'contract_changed', text: `${gone[0]} became ${now[0]}`, quote: `+${now[1]}`, clarity: 0.75 }
}

/** Names with the line that says them last. */
function namesIn(lines: readonly string[]): ReadonlyMap<string, string> {
  const named = lines.flatMap((line) =>
    SHARED_NAMES.patterns.flatMap((pattern) => [...line.matchAll(pattern)].map((match) => [match[1] ?? '', line] as const)),
  )
  return new Map(named.filter(([name]) => !FILE_NAME.test(name)))
}

function renamedValue(file: TouchedFile, commit: readonly TouchedFile[]): Found | null {
  for (const { old, now } of pairsBut(LITERALS, file)) {
    const [before, after] = [old, now].map((line) => saidIn(LITERALS, line).map((text) => text.slice(1, -1)))
    const at = after?.findIndex((value, index) => value !== before?.[index]) ?? -1
    const [was, is] = [before?.[at] ?? '', after?.[at] ?? '']
    if (says(PROSE, now) || !isValue(was) || !isValue(is) || isRenamedElsewhere({ was, is }, file, commit)) continue
    return { ...(says(ASKS_FOR_SETTING, now) ? UNSET : RENAMED), text: `the value ${was} became ${is}`, quote: `+${now}` }
  }
  return null
}

function isValue(text: string): boolean {
  return text.length >= LEAST_VALUE_CHARACTERS && VALUE.test(text) && !FILE_NAME.test(text)
}

function renamedMember(file: TouchedFile): Found | null {
  const [was, is] = exchanged(file, MEMBER)
  return was === null || is === null ? null : { ...RENAMED, text: `the member ${was.name} became ${is.name}`, quote: `+${is.line}` }
}

/** An environment variable of a manifest under another name: the program still asks for the old one. */
function renamedVariable(file: TouchedFile, commit: readonly TouchedFile[]): Found | null {
  const [was, is] = exchanged(file, VARIABLE)
  if (was === null || is === null || isRenamedElsewhere({ was: was.name, is: is.name }, file, commit)) return null
  return { ...UNSET, text: `the variable ${was.name} is now called ${is.name}`, quote: `+${is.line}` }
}

interface Named {
  readonly name: string
  readonly line: string
}

/** The first name (group of `pattern`) that only the removed lines say, and the first that only the added ones do. */
function exchanged({ removed, added }: TouchedFile, pattern: RegExp): readonly [Named | null, Named | null] {
  const [gone, come] = [removed, added].map((lines) => lines.flatMap((line) => ({ line, name: pattern.exec(line)?.[1] ?? '' })))
  const onlyIn = (own: readonly Named[] = [], others: readonly Named[] = []) => {
    const known = new Set(others.map(({ name }) => name))
    return own.find(({ name }) => name !== '' && !known.has(name)) ?? null
  }
  return [onlyIn(gone, come), onlyIn(come, gone)]
}

/** Both sides got the new name in the same commit. */
function isRenamedElsewhere({ was, is }: Record<'was' | 'is', string>, file: TouchedFile, commit: readonly TouchedFile[]): boolean {
  return commit.some(
    (other) => other !== file && other.removed.some((line) => line.includes(was)) && other.added.some((line) => line.includes(is)),
  )
}

/** A further value of a closed list: whoever reads it may know only the others. */
function newValue({ removed, added, around }: TouchedFile): Found | null {
  const line = added.find((one) => STATED.test(one))
  if (line === undefined || !around.some((one) => STATED.test(one)) || removed.some((one) => STATED.test(one))) return null
  return shownBy(`+${line}`, { ...RENAMED, clarity: 0.6, text: 'a value that others may not know' })
}

/** In configuration the same value under another key: the program still asks for the old one. */
function renamedKey({ removed, added, around }: TouchedFile): Found | null {
  const keysOf = Map.groupBy(removed.flatMap(pairsIn), ({ value }) => value)
  const come = new Set(added.flatMap(pairsIn).map(({ key }) => key))
  for (const { key, value, line } of added.flatMap(pairsIn)) {
    const old = keysOf.get(value)?.find((pair) => pair.key !== key)?.key
    if (old === undefined || come.has(old)) continue
    if (around.some((one) => SELECTED.test(one)))
      return { kind: 'address_changed', clarity: 0.85, text: `whoever selects ${old} no longer finds it`, quote: `+${line}` }
    return { ...UNSET, clarity: 0.7, text: `the setting ${old} is now called ${key}`, quote: `+${line}` }
  }
  return null
}

function pairsIn(line: string): readonly { readonly key: string; readonly value: string; readonly line: string }[] {
  const [, key, value] = PAIR.exec(line) ?? []
  return key === undefined || value === undefined ? [] : [{ key, value, line }]
}
