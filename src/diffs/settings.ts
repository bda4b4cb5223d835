import type { Hunk } from './hazard.ts'
import { parseQuantity, type Quantity } from './quantity.ts'

/** A named value that a commit changed, removed (`to` null) or brought in (`from` null). */
export interface SettingChange {
  /** As written, last segment only: `RequestTimeout` of `cfg.RequestTimeout`. */
  readonly key: string
  /** The key and the keys it stands under, split into lower-case words: `resources limits memory`. */
  readonly words: string
  readonly from: SettingValue | null
  readonly to: SettingValue | null
}

export interface SettingValue {
  readonly text: string
  readonly quantity: Quantity | null
  /** The line as it stands in the diff, without its sign. */
  readonly line: string
}

interface Setting extends SettingValue {
  readonly key: string
  /** The key as written, with what stands before its last dot: `producer.batch.size`. */
  readonly path: string
  readonly parents: string
}

const VALUE = String.raw`https?://[^\s"',;]+|"[^"]*"|'[^']*'|\[[^\]\[]*\]|-?\d+(?:\.\d+)?[kKmMgG]?[rR]?/(?:s|m|h|min|sec|second|minute|hour)\b|[A-Za-z][\w.]*(?:-[\w.]+)*-[A-Za-z][\w.]*|-?[\w.]+(?:\([^()]*\))?(?:\s*(?:\*|<<)\s*[\w.]+(?:\([^()]*\))?)*(?:[A-Za-z]+)?`
const ASSIGNMENT = new RegExp(String.raw`(?<![\w.-])[\d.-]*([A-Za-z_][\w.-]*)["']?\s*(?::=|=>|:|=)(?![=>:])\s*(${VALUE})`, 'g')
const CALL = /(?<!\w)([A-Za-z_]\w*)\(((?:[^()]|\([^()]*\))*)\)/g
const SQL_LIMIT = /\b(LIMIT|OFFSET|FETCH FIRST|TOP)\s+(\d+)/gi
const JVM_FLAG = /-(X(?:mx|ms|ss))(\d+[kmg])/gi
/** A number that a name is compared with is a setting too: `attempt < 8`. */
const COMPARED = /(?<![\w.])[\d.]*([A-Za-z_][\w.]*)(?:\(\))?\s*(?:<=?|>=?)\s*(-?\d[\d_]*(?:\.\d+)?)\b(?!\s*[>\w])/g
/** `name value;` of nginx, HAProxy and their kin: no sign between name and value. */
const DIRECTIVE = /^\s*([a-z][a-z_]*)\s+([^;=(){}\s][^;=(){}]*);\s*$/
/** `some-name value` of Redis, sysctl and their kin: only a compound name tells such a line from code. */
const BARE_DIRECTIVE = /^\s*([a-z][a-z0-9]*(?:[-_.][a-z0-9]+)+)\s+([\w.-]+)\s*$/

/** The first of the two lines of environment variables and of parameters in manifests. */
const NAMED = /^\s*(?:- )?["']?name["']?\s*[:=]\s*["']?([A-Za-z_][\w.-]*)/

/** Named values that differ between the removed and the added lines of a hunk. Values that only moved are no change. */
export function settingChanges(hunk: Hunk): readonly SettingChange[] {
  const before = settingsOf(hunk, '-')
  const after = settingsOf(hunk, '+')
  const [old, now] = [before, after].map((settings) => Map.groupBy(settings, ({ key }) => key.toLowerCase()))
  const keys = [...new Set([...(old ?? []), ...(now ?? [])].map(([key]) => key))]
  return keys.flatMap((key) => changesOf(old?.get(key) ?? [], now?.get(key) ?? []))
}

function changesOf(before: readonly Setting[], after: readonly Setting[]): readonly SettingChange[] {
  const [old, now] = [new Set(before.map(({ text }) => text)), new Set(after.map(({ text }) => text))]
  const gone = before.filter(({ text }) => !now.has(text))
  const come = after.filter(({ text }) => !old.has(text))
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index) => {
    const [from, to] = [gone[index] ?? null, come[index] ?? null]
    const shown = to ?? from
    return { key: shown?.key ?? '', words: wordsOf(`${shown?.parents ?? ''} ${shown?.path ?? ''}`), from, to }
  })
}

function settingsOf(hunk: Hunk, sign: '+' | '-'): readonly Setting[] {
  const parents: { indent: number; key: string }[] = []
  const other = sign === '+' ? '-' : '+'
  let named = 'value'
  return hunk.lines.flatMap(({ sign: own, text }) => {
    if (own !== other) named = NAMED.exec(text)?.[1] ?? named
    const key = /^(\s*)(?:- )?["']?([\w.-]+)["']?\s*[:{]\s*(?:\{\s*)?$/.exec(text)
    const indent = text.length - text.trimStart().length
    while (parents.length > 0 && (parents.at(-1)?.indent ?? 0) >= indent && text.trim() !== '') parents.pop()
    const above = parents.map((parent) => parent.key).join(' ')
    if (key && own !== other) parents.push({ indent, key: key[2] ?? '' })
    return own === sign ? settingsIn(text).map((setting) => ({ ...underItsName(setting, named), parents: above })) : []
  })
}

/** `name: POOL_SIZE` above `value: 4` is one setting in two lines. */
function underItsName(setting: Omit<Setting, 'parents'>, name: string): Omit<Setting, 'parents'> {
  if (setting.key !== 'value' || name === 'value') return setting
  return { ...setting, key: name, path: name, quantity: parseQuantity(setting.text.replace(/^["']|["']$/g, ''), name) }
}

/** Every `key = value`, `key: value` and call with a literal argument on one line, in order. */
function settingsIn(line: string): readonly Omit<Setting, 'parents'>[] {
  const code = line.replace(/(?<!\s)\s+(?:\/\/|#).*/, '')
  const outer = [...code.matchAll(ASSIGNMENT)]
  // `pool = connect(url, size=5)` assigns twice: the call is no value that could be compared, its arguments are.
  const inner = outer.flatMap((match) => [...withinBrackets(match[2] ?? '').matchAll(ASSIGNMENT)])
  const assigned = [...outer, ...inner].map((match) => settingOf(match[1] ?? '', match[2] ?? '', line))
  const called = [...code.matchAll(CALL)].flatMap((match) => callSetting(match[1] ?? '', match[2] ?? '', line))
  const known = [...code.matchAll(COMPARED), ...code.matchAll(SQL_LIMIT), ...code.matchAll(JVM_FLAG)].map((match) =>
    settingOf(match[1] ?? '', match[2] ?? '', line),
  )
  const directive = DIRECTIVE.exec(code) ?? BARE_DIRECTIVE.exec(code)
  const stated = directive ? [settingOf(directive[1] ?? '', directive[2] ?? '', line)] : []
  return [...assigned, ...called, ...known, ...stated]
}

/** From the first opening to the last closing bracket. */
function withinBrackets(text: string): string {
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')]
  return open >= 0 && close > open ? text.slice(open + 1, close) : ''
}

/** Split at the commas that stand in no brackets: the next bracket after those that do closes. Read from the end, so that each character is read once. */
function argumentsIn(args: string): readonly string[] {
  const found: string[] = []
  let [end, isWithin] = [args.length, false]
  for (let at = args.length - 1; at >= 0; at--) {
    const character = args[at]
    if (character === ')' || character === '(') isWithin = character === ')'
    else if (character === ',' && !isWithin) {
      found.push(args.slice(at + 1, end))
      end = at
    }
  }
  return [...found, args.slice(0, end)].toReversed()
}

function callSetting(name: string, args: string, line: string): readonly Omit<Setting, 'parents'>[] {
  const literals = argumentsIn(args).filter((arg) => !/[=:]/.test(arg))
  const last = literals.findLast((arg) => parseQuantity(arg, name) !== null)
  return last === undefined ? [] : [settingOf(name, last, line)]
}

function settingOf(path: string, value: string, line: string): Omit<Setting, 'parents'> {
  const key = path.split('.').at(-1) ?? path
  return { key, path, text: value.trim().replace(/\s+/g, ' '), quantity: parseQuantity(value, key), line }
}

/** Splits identifiers into lower-case words: `maxIdleConns` and `max_idle_conns` both give `max idle conns`. */
export function wordsOf(identifier: string): string {
  return identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase()
}
