import { AppError } from '../../errors.ts'
import type { Problem } from '../../domain/reading.ts'
import { readTextFile } from '../shared/text-file.ts'
import { dumpIdentity, dumpParts, type Dump } from './schema.ts'

export const DUMP_FILE = 'case.json'

/** The usable parts of `case.json`, and a problem for each part that is not what it should be. */
export interface LoadedDump {
  readonly dump: Dump
  readonly problems: readonly Problem[]
}

/**
 * Reads `case.json`. Throws `AppError` `telemetry_damaged` when it is not JSON, is longer than is read, or has none of the marks of a
 * cluster dump; a single damaged part is only named.
 */
export async function loadDump(dir: string): Promise<LoadedDump> {
  const file = await readTextFile(dir, DUMP_FILE)
  if (file.text === null || file.problems.length > 0) throw damaged(file.problems[0]?.what ?? 'case.json is gone', null)
  const parsed = parseJson(file.text)
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
