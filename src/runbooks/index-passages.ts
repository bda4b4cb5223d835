import MiniSearch from 'minisearch'
import type { RunbookPassage } from '../domain/runbook.ts'
import { searchWords } from '../domain/search-words.ts'

/** A heading says what a passage is about; a word in it counts this often. */
const HEADING_BOOST = 2
/** From this length on a word also finds longer ones: `restart` finds `restarting`. Shorter ones would find everything. */
const MIN_PREFIX_CHARACTERS = 4
/** Passages indexed before other work gets a turn. */
const CHUNK_PASSAGES = 200

export interface PassageIndex {
  /** Every passage that holds a word of the text, best first by BM25+. Empty when none does. */
  search(text: string): readonly RunbookPassage[]
}

/** Indexes passages in memory. Source of the ranking: minisearch, BM25+ (Lv and Zhai, 2011). */
export async function indexPassages(passages: readonly RunbookPassage[]): Promise<PassageIndex> {
  const index = new MiniSearch<RunbookPassage & { readonly id: number }>({
    fields: ['heading', 'text'],
    tokenize: (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [],
    searchOptions: { boost: { heading: HEADING_BOOST }, prefix: (word) => word.length >= MIN_PREFIX_CHARACTERS },
  })
  await index.addAllAsync(
    passages.map((passage, id) => ({ ...passage, id })),
    { chunkSize: CHUNK_PASSAGES },
  )
  return {
    search: (text) => index.search(searchWords(text).join(' ')).flatMap(({ id }) => passages[Number(id)] ?? []),
  }
}
