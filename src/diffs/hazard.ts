import type { FileKind } from './tables/files.ts'

interface DiffLine {
  readonly sign: '+' | '-' | ' '
  /** Without the sign, indentation kept. */
  readonly text: string
}

/** A stretch of changed lines with what its header says (usually the enclosing function). */
export interface Hunk {
  readonly header: string
  readonly lines: readonly DiffLine[]
}

export interface FileDiff {
  readonly path: string
  readonly kind: FileKind
  readonly hunks: readonly Hunk[]
}

/** The lines of one changed file that can change behaviour: without comments, blank lines and lines that only moved. */
export interface TouchedFile {
  readonly diff: FileDiff
  readonly removed: readonly string[]
  readonly added: readonly string[]
  /** Unchanged lines and hunk headers around them, comments left out. */
  readonly around: readonly string[]
}

/**
 * The closed list of what a diff can do to a running service. What each looks like from outside is told by
 * whoever knows incidents.
 */
export type HazardKind =
  | 'timeout_cut'
  | 'timeout_removed'
  | 'retry_raised'
  | 'resilience_removed'
  | 'shutdown_cut'
  | 'capacity_cut'
  | 'capacity_raised'
  | 'memory_cut'
  | 'cpu_cut'
  | 'limit_cut'
  | 'bound_removed'
  | 'cache_weakened'
  | 'cache_prolonged'
  | 'log_volume_raised'
  | 'default_flipped'
  | 'address_changed'
  | 'auth_changed'
  | 'tls_changed'
  | 'schedule_changed'
  | 'unit_changed'
  | 'dependency_bumped'
  | 'lock_removed'
  | 'lock_added'
  | 'guard_removed'
  | 'resource_leak'
  | 'unbounded_growth'
  | 'cardinality_raised'
  | 'query_unbounded'
  | 'index_dropped'
  | 'migration_locking'
  | 'contract_changed'
  | 'batching_removed'
  | 'work_in_loop'
  | 'blocking_added'
  | 'costly_work'
  | 'call_removed'
  | 'parse_changed'
  | 'serialisation_changed'
  | 'throw_added'
  | 'config_required'
  | 'time_changed'
  | 'logic_changed'
  | 'range_narrowed'
  | 'precision_lost'
  | 'order_swapped'
  | 'spread_changed'
  | 'exposure_raised'
  /** Code that acts was changed in no way we have a name for; only the symptoms' own words can link it. */
  | 'behaviour_changed'

export interface Hazard {
  readonly kind: HazardKind
  readonly path: string
  /** In words, for people: `timeout cut from 5 s to 300 ms`. */
  readonly text: string
  /** The line that shows it, with its sign, exactly as it stands in the diff. */
  readonly quote: string
  /** 0 to 1: how plainly the lines show this kind; a shape that innocent code has too is below one half. */
  readonly clarity: number
  /** Old and new amount where the hazard is a number; milliseconds, bytes or a count. */
  readonly amounts: { readonly from: number | null; readonly to: number | null; readonly dimension: string } | null
}

/** What a finder says of a file; the path is the file's, amounts are null when none are said. */
export type Found = Omit<Hazard, 'path' | 'amounts'> & Partial<Pick<Hazard, 'amounts'>>

/** Longer lines are cut where people read them. */
const MAX_SHOWN_CHARACTERS = 120

/** A hazard that is told by one line (`quote`, with its sign): its text is what happened and the line. */
export function shownBy(quote: string, { kind, text, clarity }: Pick<Hazard, 'kind' | 'text' | 'clarity'>): Found {
  return { kind, text: `${text}: ${quote.slice(1).trim().slice(0, MAX_SHOWN_CHARACTERS)}`, quote, clarity }
}
