/** One thing that `doctor` found out about a source. */
export interface Finding {
  /** `warning`: works, and something is not as it should be. `missing`: a part cannot be read. `failed`: the source cannot be used. */
  readonly state: 'ok' | 'warning' | 'missing' | 'failed'
  readonly what: string
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null
}

/** What `doctor` found out about one source by harmless questions. */
export interface SourceCheck {
  readonly findings: readonly Finding[]
}

/** Clocks that differ by more put symptoms and changes in the wrong order. */
const CLOCK_SECONDS = 30

/** Whether the source's clock shows about the time of this machine; nothing where it shows none. Both UTC. */
export function clockFinding(theirs: Date | null, now: Date): readonly Finding[] {
  if (theirs === null) return []
  const seconds = Math.round((theirs.getTime() - now.getTime()) / 1000)
  if (Math.abs(seconds) <= CLOCK_SECONDS) return []
  const what = `its clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the clock of this machine`
  return [{ state: 'warning', what, remedy: 'Synchronise both with a time server: what came first is told by these clocks.' }]
}
