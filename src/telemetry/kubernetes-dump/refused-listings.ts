import type { Rows } from '../../domain/telemetry-rows.ts'
import { readRefusal } from '../kubectl-text/refusals.ts'
import { readText } from '../shared/text-file.ts'
import type { DumpFile } from './dump-files.ts'
import { folderNamespace } from './listings.ts'

/** Characters of a file of refusals that are read: one line for each namespace and kind. */
const MAX_REFUSALS_BYTES = 4_194_304

/**
 * The listings that could not be had, as tools write them down: a support bundle a JSON of namespaces with the API server's words (`pods-errors.json`),
 * scripts the words of kubectl. The name of the file says what was asked for where its words do not.
 */
export function refusedListings(files: readonly DumpFile[], namespaces: ReadonlySet<string>): readonly Rows['listings'][] {
  return files.flatMap((file) => {
    const { text } = readText(file.root, file.place, MAX_REFUSALS_BYTES)
    return saidIn(text ?? '').flatMap(({ words, namespace, line }) => {
      const refusal = readRefusal(words, resourceOf(file.name))
      if (refusal === null) return []
      const place = refusal.namespace ?? namespace ?? folderNamespace(file.name, namespaces)
      const { kind: objectKind, ending, why } = refusal
      return [{ locator: `${file.name}#${line}`, objectKind, namespace: place, ending, count: 0, why }]
    })
  })
}

type ListingRow = Rows['listings']

/** Listings without those that are empty because they were refused: kubectl prints an empty list then, too. */
export function withoutRefused(listings: readonly ListingRow[], refused: readonly ListingRow[]): readonly ListingRow[] {
  return listings.filter(
    ({ objectKind, namespace, ending }) =>
      ending !== 'no_data' || !refused.some((one) => one.objectKind === objectKind && (namespace === null || namespace === one.namespace)),
  )
}

interface Said {
  readonly words: string
  /** Where the file keeps words by namespace. */
  readonly namespace: string | null
  readonly line: number
}

function saidIn(text: string): readonly Said[] {
  const json = jsonOf(text)
  if (json === null) return text.split('\n').map((words, index) => ({ words, namespace: null, line: index + 1 }))
  return Object.entries(json).flatMap(([key, words], index) =>
    typeof words === 'string'
      ? [{ words: `Error from server: ${words}`, namespace: Array.isArray(json) ? null : key, line: index + 1 }]
      : [],
  )
}

function jsonOf(text: string): object | null {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' ? json : null
  } catch {
    return null
  }
}

/** `pods` of `cluster-resources/pods-errors.json` and of `lists/pods.json.error`. */
function resourceOf(name: string): string {
  return (name.split('/').at(-1) ?? name).replace(/(?:-errors)?\.(?:json|ya?ml|txt)(?:\.error)?$/, '')
}
