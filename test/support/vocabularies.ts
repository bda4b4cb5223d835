import { globSync } from 'node:fs'
import path from 'node:path'
import type { Vocabulary } from '../../src/diffs/words.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** Where tables of what is said in code and in settings stand. */
const TABLES = 'src/diffs/tables/*.ts'

/** Every vocabulary that the tables export, however deep it stands in them, with the file it stands in; each once for a file. */
export async function vocabularies(): Promise<readonly { readonly file: string; readonly vocabulary: Vocabulary }[]> {
  const files = globSync(TABLES, { cwd: ROOT }).sort()
  const found = await Promise.all(
    files.map(async (file) => {
      const loaded: unknown = await import(path.join(ROOT, file))
      return [...new Set(vocabulariesIn(loaded))].map((vocabulary) => ({ file, vocabulary }))
    }),
  )
  return found.flat()
}

function vocabulariesIn(value: unknown): readonly Vocabulary[] {
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return []
  return isVocabulary(value) ? [value] : Object.values(value).flatMap(vocabulariesIn)
}

function isVocabulary(value: object): value is Vocabulary {
  return 'ways' in value && 'patterns' in value
}
