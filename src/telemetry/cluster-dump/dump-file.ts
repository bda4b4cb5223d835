import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../errors.ts'
import type { Problem } from '../../domain/reading.ts'
import { dumpIdentity, dumpParts, type Dump } from './schema.ts'

/** Largest `case.json` and `metrics.csv` read, in bytes. Real dumps have a few hundred kilobytes; this bounds memory. */
const MAX_FILE_BYTES = 128 * 1024 * 1024

export const DUMP_FILE = 'case.json'
export const METRICS_FILE = 'metrics.csv'

/** The usable parts of `case.json`, and a problem for each part that is not what it should be. */
export interface LoadedDump {
  readonly dump: Dump
  readonly problems: readonly Problem[]
}

/**
 * Reads `case.json`. Throws `AppError` `telemetry_damaged` when it is not JSON, is too large, or has none of the marks of a
 * cluster dump; a single damaged part is only named.
 */
export async function loadDump(dir: string): Promise<LoadedDump> {
  const parsed = parseJson(await readBounded(path.join(dir, DUMP_FILE)))
  const identity = dumpIdentity.safeParse(parsed)
  if (!identity.success) throw damaged('it has no namespace, get or describe part', identity.error)
  const parts = Object.entries(dumpParts).map(([name, schema]) => {
    const raw = (parsed as Record<string, unknown>)[name]
    const result = schema.safeParse(raw)
    const isMissing = raw === undefined || raw === null
    const problem: Problem[] =
      result.success || isMissing
        ? []
        : [{ where: `case.json#${name}`, record: null, what: result.error.issues[0]?.message ?? 'not as expected' }]
    return { name, value: result.success ? result.data : undefined, problem }
  })
  const usable = parts.filter((part) => part.value !== undefined && part.value !== null)
  const dump = { namespace: identity.data.namespace, ...Object.fromEntries(usable.map((part) => [part.name, part.value])) }
  return { dump, problems: parts.flatMap((part) => part.problem) }
}

/** The text of `metrics.csv`, or null when the dump has none. Throws `AppError` when it is there and cannot be read. */
export async function loadMetricsText(dir: string): Promise<string | null> {
  const file = path.join(dir, METRICS_FILE)
  const isThere = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  )
  return isThere ? readBounded(file) : null
}

async function readBounded(file: string): Promise<string> {
  const { size } = await stat(file)
  if (size > MAX_FILE_BYTES) throw damaged(`${path.basename(file)} is larger than ${MAX_FILE_BYTES} bytes`, null)
  return readFile(file, 'utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged('case.json is not valid JSON', cause)
  }
}

function damaged(why: string, cause: unknown): AppError {
  return new AppError('telemetry_damaged', `This cluster dump cannot be read: ${why}.`, {
    remedy: 'Take the dump again or link another folder.',
    cause,
  })
}
