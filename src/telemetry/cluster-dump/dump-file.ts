import { AppError } from '../../errors.ts'
import type { Problem } from '../../domain/reading.ts'
import { excessOf, JsonTooLarge, parseBoundedJson } from '../shared/bounded-json.ts'
import { parseCutJson } from '../shared/cut-json.ts'
import { readTextFile, type TextFile } from '../shared/text-file.ts'
import { DUMP_FILE } from './recognise.ts'
import { dumpIdentity, dumpParts, OPTIONAL_PARTS, type Dump } from './schema.ts'

/** The usable parts of `case.json`, and a problem for each part that is not what it should be. */
export interface LoadedDump {
  /** Null when nothing of a damaged file can be used. */
  readonly dump: Dump | null
  readonly problems: readonly Problem[]
}

/**
 * Reads `case.json`. A file that is empty, cut or damaged gives what is whole of it and a problem that says so; a single damaged part is only
 * named. Throws `AppError` `telemetry_damaged` when the file cannot be opened, or is whole and has none of the marks of a cluster dump.
 */
export async function loadDump(dir: string): Promise<LoadedDump> {
  const file = await readTextFile(dir, DUMP_FILE)
  if (file.text === null) throw damaged(file.problems[0]?.what ?? 'case.json is gone', null)
  const { json, problems } = parseDump(file)
  const identity = dumpIdentity.safeParse(json)
  if (!identity.success && problems.length === 0) throw damaged('it has no namespace, or neither a get nor a describe part', identity.error)
  if (!identity.success) return { dump: null, problems }
  const parts = Object.keys(dumpParts).map((name) => readPart(name as keyof typeof dumpParts, json as Record<string, unknown>))
  const usable = parts.filter((part) => part.value !== undefined && part.value !== null)
  const dump = { namespace: identity.data.namespace, ...Object.fromEntries(usable.map((part) => [part.name, part.value])) }
  return { dump, problems: [...problems, ...parts.flatMap((part) => part.problems)] }
}

interface Part {
  readonly name: string
  readonly value: unknown
  readonly problems: readonly Problem[]
}

/** A part that is null or has no entries was asked for and empty; one that is not there at all was lost. */
function readPart(name: keyof typeof dumpParts, raw: Readonly<Record<string, unknown>>): Part {
  const problem = (what: string) => [{ where: `${DUMP_FILE}#${name}`, record: null, what }]
  const value = Object.hasOwn(raw, name) ? raw[name] : undefined
  if (value === null) return { name, value: undefined, problems: [] }
  if (value === undefined)
    return { name, value, problems: OPTIONAL_PARTS.has(name) ? [] : problem('the part is missing, although a dump always has it') }
  const result = dumpParts[name].safeParse(value)
  return result.success
    ? { name, value: result.data, problems: [] }
    : { name, value: undefined, problems: problem(result.error.issues[0]?.message ?? 'not as expected') }
}

function parseDump(file: TextFile): { readonly json: unknown; readonly problems: readonly Problem[] } {
  const text = file.text ?? ''
  const named = (what: string) => [...file.problems, { where: DUMP_FILE, record: null, what }]
  try {
    return { json: parseBoundedJson(text), problems: file.problems }
  } catch (error) {
    if (error instanceof JsonTooLarge) return { json: undefined, problems: named(error.message) }
    const whole = parseCutJson(text)
    const excess = excessOf(whole)
    if (excess !== null) return { json: undefined, problems: named(excess) }
    return {
      json: whole,
      problems: named(text.trim() === '' ? 'the file is empty' : 'the file is damaged or cut; what is whole of it was used'),
    }
  }
}

function damaged(why: string, cause: unknown): AppError {
  return new AppError('telemetry_damaged', `This cluster dump cannot be read: ${why}.`, {
    remedy: 'Take the dump again or link another folder.',
    cause,
  })
}
