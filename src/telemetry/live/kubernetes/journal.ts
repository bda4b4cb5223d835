import type { GapReason, JournalExcerpt, JournalGap } from '../../../domain/journal.ts'
import type { Problem } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { shiftSeconds, type TimeWindow } from '../../../domain/time-window.ts'
import { told } from '../../shared/told.ts'
import { JOURNALED } from './kinds.ts'

/** What a run knows of the past of a cluster. */
export interface ClusterJournal {
  /** What it knows since then; null where no journal is kept. Rejects when it cannot be had. */
  readonly read: (since: Date) => Promise<JournalExcerpt | null>
  /** Hash that the journal gives an object as it stands in a row. */
  readonly hashOf: (object: Rows['object_versions']['object']) => string
}

export interface ReadJournal {
  readonly versions: JournalExcerpt['versions']
  readonly problems: readonly Problem[]
}

/** How long before the window changes are read: what broke this morning was often changed yesterday. */
const LOOK_BACK_SECONDS = 86_400
/** Gaps named in one answer, the longest first; the rest is counted. */
const MAX_GAPS = 5
/** Gaps that began and ended within this of each other have one reason in common. */
const TOGETHER_MS = 60_000

/** What changed in the window and the day before it, and when nobody watched inside of the window. Never throws. */
export async function readJournal(name: string, journal: ClusterJournal, window: TimeWindow): Promise<ReadJournal> {
  const answer = await journal.read(shiftSeconds(window.start, -LOOK_BACK_SECONDS)).then(
    (excerpt) => ({ excerpt, isRead: true }),
    () => ({ excerpt: null, isRead: false }),
  )
  const { excerpt, isRead } = answer
  if (excerpt === null) {
    const why = isRead ? 'no journal is kept of this cluster' : 'the journal of this cluster could not be read'
    // What is there now was read whole; of what was before a run without a journal knows no more.
    return {
      versions: [],
      problems: [told(`journal of ${name}`, `${why}: what ConfigMaps, Services, policies and their like were before is not known`)],
    }
  }
  const gaps = wordsForGaps(excerpt.gaps, window)
  const cut = excerpt.leftOut === 0 ? [] : [`${excerpt.leftOut} older versions were left out, its limit`]
  const words = [...gaps, ...cut]
  return { versions: excerpt.versions, problems: words.length === 0 ? [] : [told(`journal of ${name}`, words.join('; '))] }
}

interface Together {
  readonly reason: GapReason
  readonly why: string
  readonly from: number
  readonly to: number
  readonly kinds: ReadonlySet<string | null>
}

/** From when to when nobody watched inside of the window, one sentence for each time. */
function wordsForGaps(gaps: readonly JournalGap[], window: TimeWindow): readonly string[] {
  const together: Together[] = []
  for (const gap of gaps) {
    const [from, to] = [
      Math.max(timeOf(gap.from, -Infinity), window.start.getTime()),
      Math.min(timeOf(gap.to, Infinity), window.end.getTime()),
    ]
    if (from >= to) continue
    const same = together.findIndex(
      (one) => one.reason === gap.reason && Math.abs(one.from - from) < TOGETHER_MS && Math.abs(one.to - to) < TOGETHER_MS,
    )
    const one = together[same]
    if (one === undefined) together.push({ reason: gap.reason, why: gap.why, from, to, kinds: new Set([gap.kind]) })
    else together[same] = { ...one, from: Math.min(one.from, from), to: Math.max(one.to, to), kinds: new Set([...one.kinds, gap.kind]) }
  }
  together.sort((a, b) => b.to - b.from - (a.to - a.from))
  const named = together.slice(0, MAX_GAPS).map(sentence)
  return together.length > MAX_GAPS ? [...named, `and ${together.length - MAX_GAPS} shorter gaps`] : named
}

function sentence({ from, to, kinds, why }: Together): string {
  const everything = kinds.has(null) || kinds.size >= JOURNALED.length
  const what = everything ? 'it' : [...kinds].map((kind) => `${kind}s`).join(', ')
  return `from ${timeWords(from)} to ${timeWords(to)} nobody watched ${what} (${why})`
}

function timeOf(at: Date | null, otherwise: number): number {
  return at === null ? otherwise : at.getTime()
}

const SECONDS = 'YYYY-MM-DDTHH:MM:SS'.length

function timeWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, SECONDS)}Z`
}
