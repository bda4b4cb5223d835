import { parseQuantity } from './quantity.ts'
import { settingChanges, type SettingChange, type SettingValue } from './settings.ts'
import type { TouchedFile } from './touched.ts'

const NAME = /^[A-Za-z_][\w.]*$/

/**
 * The change with names in place of values followed to what the same commit defines them as: `timeout = LIMIT` beside `LIMIT = 400` is 400. Names
 * that the commit does not define stay.
 */
export function resolved(change: SettingChange, commit: readonly TouchedFile[]): SettingChange {
  const [removed, added] = [commit.flatMap((file) => file.removed), commit.flatMap((file) => file.added)]
  const [from, to] = [definedAs(change.from, change.key, removed), definedAs(change.to, change.key, added)]
  return from !== null && to !== null && isSame(from, to) ? { ...change, from: to, to } : { ...change, from, to }
}

function definedAs(value: SettingValue | null, key: string, lines: readonly string[]): SettingValue | null {
  if (value === null || value.quantity !== null || !NAME.test(value.text)) return value
  const name = value.text.split('.').at(-1) ?? value.text
  const definition = new RegExp(`(?<![\\w.])${name}(?:\\s*:\\s*[A-Za-z_][\\w<>\\[\\]| ]*)?\\s*(?::=|=|:)\\s*(.+?)[;,]?\\s*$`)
  const text = lines.filter((line) => line !== value.line).flatMap((line) => definition.exec(line)?.[1] ?? [])[0]
  return text === undefined ? value : { text, quantity: parseQuantity(text, key), line: value.line }
}

function isSame(from: SettingValue, to: SettingValue): boolean {
  const [before, after] = [from.text, to.text].map((text) => text.replace(/["'`\s]/g, ''))
  return before === after
}

/** What a setting that this file brings in was in another file of the commit, which lost it; empty when it is new, or was in several. */
export function movedHere(change: SettingChange, file: TouchedFile, commit: readonly TouchedFile[]): readonly SettingChange[] {
  if (change.from !== null || change.to?.quantity === null) return []
  const lost = commit
    .filter((other) => other !== file)
    .flatMap((other) => other.diff.hunks.flatMap(settingChanges))
    .filter((other) => other.to === null && other.key === change.key && other.from !== null)
  const [origin] = lost
  return lost.length === 1 && origin !== undefined ? [{ ...change, from: origin.from }] : []
}
