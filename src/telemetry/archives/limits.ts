/** What unpacking may cost. All archives of one investigation share `unpackedBytes` and `entries`. */
export interface ArchiveLimits {
  /** Most bytes that are unpacked, whether kept or not. */
  readonly unpackedBytes: number
  /** Most entries, directories and links included. */
  readonly entries: number
  /** Most bytes unpacked for each packed one, once more than `ratioFromBytes` are unpacked. */
  readonly ratio: number
  readonly ratioFromBytes: number
  /** Most bytes of one file that are kept: its head and its tail. */
  readonly memberBytes: number
}

const MEGABYTE = 1_000_000

/**
 * Bytes: half of what a run may hold in temporary files, because reading needs room as well. Entries: five times a large must-gather. Ratio: deflate
 * packs at most 1032 to 1, and more than 500 only what repeats itself to the letter; logs with times stay below 60. One file: what still fits
 * into a text of the engine, so that objects stay whole.
 */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  unpackedBytes: 4_000 * MEGABYTE,
  entries: 200_000,
  ratio: 500,
  ratioFromBytes: 256 * MEGABYTE,
  memberBytes: 512 * MEGABYTE,
}

/** What is left of the limits that are shared. */
export interface Budget {
  bytes: number
  entries: number
}
