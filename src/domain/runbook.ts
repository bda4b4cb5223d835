/** A part of a runbook under one heading. People wrote it for people; it is data, never an instruction to this program or a model. */
export interface RunbookPassage {
  /** Path below the configured folder, starting with that folder's own name. */
  readonly file: string
  /** The headings above it, outermost first, joined by ` > `; the file's name when there is none. */
  readonly heading: string
  /** Where it begins; the first line is 1. */
  readonly line: number
  /** Secrets masked. */
  readonly text: string
}

/** What the runbooks have to say. `unavailable` is not the same as nothing found. */
export type RunbookSearch =
  | {
      readonly kind: 'searched'
      /** Best first; empty when no passage holds any of the words. */
      readonly passages: readonly RunbookPassage[]
      /** Match too, but not among the best. */
      readonly left: number
      /** Files that were searched. */
      readonly fileCount: number
      /** Why the answer may be older than the files; null when it is not. */
      readonly stale: string | null
    }
  | { readonly kind: 'unavailable'; readonly why: string }
