import type { Problem } from '../../domain/reading.ts'
import { parseBoundedJson } from '../shared/bounded-json.ts'
import { parseBoundedYaml } from '../shared/bounded-yaml.ts'
import { knownKind } from '../kubernetes-rows/kinds.ts'
import type { ContainerLog } from '../kubernetes-rows/container-log.ts'
import { stemOf } from '../shared/file-stem.ts'
import { sectionsOf } from './container-logs.ts'
import type { DumpFile } from './dump-files.ts'
import { scanJson, type JsonDocument } from './json-documents.ts'
import { splitYaml } from './yaml-documents.ts'

/** A value as the API server or kubectl wrote it, with where it stands: file and record number. */
export interface Written {
  readonly locator: string
  readonly value: unknown
}

/** A list of one kind as it was asked for; its items are separate. */
export interface WrittenList {
  readonly file: string
  readonly locator: string
  /** In CamelCase; null when neither the list nor the name of its file says. */
  readonly kind: string | null
  readonly count: number
  readonly isCut: boolean
  /** Namespaces of its items. */
  readonly namespaces: ReadonlySet<string>
}

/** What one file holds. */
export interface FileContent {
  readonly written: readonly Written[]
  readonly lists: readonly WrittenList[]
  readonly logs: readonly ContainerLog[]
  readonly problems: readonly Problem[]
}

const NOTHING: FileContent = { written: [], lists: [], logs: [], problems: [] }

/**
 * Everything in a file of objects: JSON values one behind the other with sections of logs between them (`kubectl cluster-info dump`), or YAML documents.
 * Items of a list that say no kind take that of the list. What is damaged is named by its record, and the rest is used.
 */
export function readObjectFile({ name, content }: Pick<DumpFile, 'name' | 'content'>, text: string): FileContent {
  return content === 'yaml' ? readYaml(name, text) : readValues(name, text)
}

function readYaml(file: string, text: string): FileContent {
  return readDocuments(file, splitYaml(text), { parse: (piece) => parseBoundedYaml(piece)[0] ?? null, isCut: false, before: 0 })
}

function readValues(file: string, text: string): FileContent {
  const parts: FileContent[] = []
  let [at, count] = [0, 0]
  while (at < text.length) {
    const scan = scanJson(text, at)
    parts.push(readDocuments(file, scan.documents, { parse: parseBoundedJson, isCut: scan.isCut, before: count }))
    count += scan.documents.length
    const next = nextValue(text, scan.end)
    parts.push({ ...NOTHING, logs: sectionsOf(text.slice(scan.end, next), file, linesIn(text, scan.end)) })
    if (next === scan.end) break
    at = next
  }
  return joined(parts)
}

/** Where the next JSON value begins at the start of a line, behind sections of logs; the end of the text when none does. */
function nextValue(text: string, from: number): number {
  // The first line may be a mark itself, with no line break before it.
  let line = from === 0 ? 0 : lineAfter(text, from)
  while (line !== -1) {
    if (text[line] === '{' || text[line] === '[') return line
    const end = text.startsWith('==== START logs', line) ? text.indexOf('\n==== END logs', line) : line
    if (end === -1) return text.length
    line = lineAfter(text, end === line ? line : end + 1)
  }
  return text.length
}

/** Where the next line begins; -1 behind the last one. */
function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? -1 : end + 1
}

function linesIn(text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

interface Reading {
  readonly parse: (text: string) => unknown
  /** True when the text ended inside of its last value. */
  readonly isCut: boolean
  /** Documents of the file before these. */
  readonly before: number
}

function readDocuments(file: string, documents: readonly JsonDocument[], { parse, isCut, before }: Reading): FileContent {
  const problems: Problem[] = isCut ? [{ where: file, record: null, what: 'it ends in the middle; what is whole of it is used' }] : []
  const written: Written[] = []
  const lists: WrittenList[] = []
  let items: Written[] = []
  for (const [index, { text, item }] of documents.entries()) {
    const record = item ?? before + index + 1
    const value = attempt(
      () => parse(text),
      (what) => problems.push(unreadable(file, { record, of: documents.length, what })),
    )
    if (item === 0) {
      const list = listOf(file, value, { items, isCut: isCut && index === documents.length - 1 })
      lists.push(list)
      written.push(...items.map((one) => ({ ...one, value: withKind(one.value, value, list.kind) })))
      items = []
    } else if (item === null && isEmptyList(value)) lists.push(listOf(file, value, { items: [], isCut: false }))
    else if (item === null) written.push({ locator: `${file}#${record}`, value: withKind(value, null, kindOfFile(file)) })
    else items.push({ locator: `${file}#${record}`, value })
  }
  // A bare array is a list of which nothing but its items is written down.
  if (items.length > 0) lists.push(listOf(file, null, { items, isCut }))
  return {
    written: [...written, ...items.map((one) => ({ ...one, value: withKind(one.value, null, kindOfFile(file)) }))],
    lists,
    logs: [],
    problems,
  }
}

/** Go writes a list without items as `null`. */
function isEmptyList(value: unknown): boolean {
  const items = propertyOf(value, 'items')
  return (textOf(value, 'kind')?.endsWith('List') ?? false) && (items === null || (Array.isArray(items) && items.length === 0))
}

function listOf(
  file: string,
  shell: unknown,
  { items, isCut }: { readonly items: readonly Written[]; readonly isCut: boolean },
): WrittenList {
  const said = textOf(shell, 'kind')
  const ofItems = new Set(items.flatMap(({ value }) => textOf(value, 'kind') ?? []))
  const own = said !== null && said !== 'List' && said.endsWith('List') ? said.slice(0, -'List'.length) : null
  const kind = own ?? (ofItems.size === 1 ? ([...ofItems][0] ?? null) : ofItems.size > 1 ? null : kindOfFile(file))
  const namespaces = new Set(items.flatMap(({ value }) => textOf(propertyOf(value, 'metadata'), 'namespace') ?? []))
  return { file, locator: `${file}#1`, kind, count: items.length, isCut, namespaces }
}

/** API servers leave kind and version out of the items of a list of one kind. */
function withKind(value: unknown, shell: unknown, kind: string | null): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (textOf(value, 'kind') !== null || kind === null) return value
  const apiVersion = textOf(value, 'apiVersion') ?? textOf(shell, 'apiVersion')
  return { ...(apiVersion === null ? {} : { apiVersion }), kind, ...value }
}

/** What a file is named after, or the folder of files that are named after namespaces. */
function kindOfFile(file: string): string | null {
  return knownKind(stemOf(file)) ?? knownKind(file.split('/').at(-2) ?? '')
}

function unreadable(file: string, { record, of, what }: { readonly record: number; readonly of: number; readonly what: string }): Problem {
  return { where: file, record, what: `it cannot be read: ${what}`, unreadable: { count: 1, of, unit: 'records' } }
}

function attempt<T>(work: () => T, onFailure: (what: string) => void): T | null {
  try {
    return work()
  } catch (error) {
    onFailure(error instanceof Error ? (error.message.split('\n')[0] ?? error.name).slice(0, 120) : 'unknown error')
    return null
  }
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}

function textOf(value: unknown, key: string): string | null {
  const text = propertyOf(value, key)
  return typeof text === 'string' && text !== '' ? text : null
}

function joined(parts: readonly FileContent[]): FileContent {
  return {
    written: parts.flatMap((part) => part.written),
    lists: parts.flatMap((part) => part.lists),
    logs: parts.flatMap((part) => part.logs),
    problems: parts.flatMap((part) => part.problems),
  }
}
