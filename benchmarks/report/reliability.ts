/** One answered incident: what was said of its first cause, and whether that was right. */
export interface Judged {
  readonly confidence: number
  readonly word: string
  readonly isRight: boolean
}

const BUCKETS = [0, 0.35, 0.5, 0.65, 0.75, 0.85, 1.0001]

export interface Bucket {
  readonly from: number
  readonly to: number
  readonly count: number
  /** Mean stated confidence and share that was right; null in an empty bucket. */
  readonly predicted: number | null
  readonly observed: number | null
}

/** Predicted against observed by bucket of confidence, lowest first (a reliability diagram as a table). */
export function reliability(judged: readonly Judged[]): readonly Bucket[] {
  return BUCKETS.slice(0, -1).map((from, index) => {
    const to = BUCKETS[index + 1] ?? 1
    const own = judged.filter(({ confidence }) => confidence >= from && confidence < to)
    return {
      from,
      to: Math.min(1, to),
      count: own.length,
      predicted: mean(own.map(({ confidence }) => confidence)),
      observed: mean(own.map(({ isRight }) => Number(isRight))),
    }
  })
}

export interface WordFigures {
  readonly verified: number
  /** Of the answers called verified, the share that was right; null when none was. */
  readonly verifiedRight: number | null
  /** Of the right answers, the share that was called verified; null when none was right. */
  readonly rightVerified: number | null
}

export function wordFigures(judged: readonly Judged[]): WordFigures {
  const verified = judged.filter(({ word }) => word === 'verified')
  const right = judged.filter(({ isRight }) => isRight)
  return {
    verified: verified.length,
    verifiedRight: mean(verified.map(({ isRight }) => Number(isRight))),
    rightVerified: mean(right.map(({ word }) => Number(word === 'verified'))),
  }
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
