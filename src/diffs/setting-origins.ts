import { parseQuantity } from './quantity.ts'
import { settingChanges, type SettingChange, type SettingValue } from './settings.ts'
import type { TouchedFile } from './hazard.ts'

/** Names that are followed to their definition; a commit that a person wrote has a handful. */
const MAX_FOLLOWED = 200

const NAME = /^[A-Za-z_][\w.]*$/

/**
 * Gives for a change of the commit the same with names in place of values followed to what the same commit defines them as: `timeout = LIMIT` beside `LIMIT = 400` is 400. Names
 * that the commit does not define stay.
 */
export function resolverFor(commit: readonly TouchedFile[]): (change: SettingChange) => SettingChange {
  const [removed, added] = [commit.flatMap((file) => file.removed), commit.flatMap((file) => file.added)]
  let followed = 0
  return (change) => {
    if (!isNamed(change.from) && !isNamed(change.to)) return resolvedTo(change, change.from, change.to)
    followed += 1
    if (followed > MAX_FOLLOWED) return change
    return resolvedTo(change, definedAs(change.from, change.key, removed), definedAs(change.to, change.key, added))
  }
}

function resolvedTo(change: SettingChange, from: SettingValue | null, to: SettingValue | null): SettingChange {
  return from !== null && to !== null && isSame(from, to) ? { ...change, from: to, to } : { ...change, from, to }
}

function isNamed(value: SettingValue | null): value is SettingValue {
  return value !== null && value.quantity === null && NAME.test(value.text)
}

function definedAs(value: SettingValue | null, key: string, lines: readonly string[]): SettingValue | null {
  if (!isNamed(value)) return value
  const name = value.text.split('.').at(-1) ?? value.text
  const definition = definitionPattern(name)
  const found = lines.filter((line) => line.includes(name) && line !== value.line).flatMap((line) => definition.exec(line)?.[1] ?? [])[0]
  if (found === undefined) return value
  const text = found.trimEnd().replace(/[;,]$/, '').trimEnd()
  return { text, quantity: parseQuantity(text, key), line: value.line }
}

/** What a name (letters, digits, `_`) is set to, with the type that may stand between. */
export function definitionPattern(name: string): RegExp {
  return new RegExp(`(?<![\\w.])${name}(?:\\s*:\\s*[A-Za-z_][\\w<>\\[\\]| ]{0,60})?\\s*(?::=|=|:)\\s*(\\S.*)`)
}

function isSame(from: SettingValue, to: SettingValue): boolean {
  const [before, after] = [from.text, to.text].map((text) => text.replace(/["'`\s]/g, ''))
  return before === after
}

/** What a setting that this file brings in was in another file of the commit, which lost it; empty when it is new, or was in several. */
export function movedHere(change: SettingChange, file: TouchedFile, commit: readonly TouchedFile[]): readonly SettingChange[] {
  if (change.from !== null || change.to?.quantity === null) return []
  const [origin, ...others] = (lostBy(commit).get(change.key) ?? []).filter((lost) => lost.file !== file)
  return origin !== undefined && others.length === 0 ? [{ ...change, from: origin.from }] : []
}

interface Lost {
  readonly file: TouchedFile
  readonly key: string
  readonly from: SettingValue
}

/** Kept with the commit it was read from: each of its files asks for it, and a commit may have thousands. */
const LOST = new WeakMap<readonly TouchedFile[], ReadonlyMap<string, readonly Lost[]>>()
/** One setting that so many files lost was moved to none in particular. */
const MAX_LOST = 100

/** The settings that files of a commit lost, by key. */
function lostBy(commit: readonly TouchedFile[]): ReadonlyMap<string, readonly Lost[]> {
  const known = LOST.get(commit)
  if (known !== undefined) return known
  const lost = commit.flatMap((file) =>
    file.diff.hunks
      .flatMap(settingChanges)
      .flatMap(({ key, from, to }): readonly Lost[] => (to === null && from !== null ? [{ file, key, from }] : [])),
  )
  const byKey = new Map([...Map.groupBy(lost, ({ key }) => key)].map(([key, own]) => [key, own.slice(0, MAX_LOST)]))
  LOST.set(commit, byKey)
  return byKey
}
