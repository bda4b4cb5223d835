import { readingWith, type Problem, type Reading } from '../../domain/reading.ts'

/** A problem list as long as this says enough; the rest is counted. */
const MAX_PROBLEMS = 100

export interface AnswerOptions {
  readonly problems: readonly Problem[]
  /** Said when there is no row. */
  readonly why: string
  /** Name and number of rows of the limit that applies; rows beyond are cut from the end. */
  readonly limit?: { readonly name: string; readonly rows: number }
}

/** Makes a reading of rows, cut at the limit with the number left out. */
export function answer<Row>(rows: readonly Row[], { problems, why, limit }: AnswerOptions): Reading<Row> {
  const named = cutProblems(problems)
  const leftOut = limit ? rows.length - limit.rows : 0
  if (!limit || leftOut <= 0) return readingWith(rows, why, { problems: named })
  return readingWith(rows.slice(0, limit.rows), why, {
    problems: named,
    truncated: { limit: `${limit.name} (${limit.rows} rows)`, leftOut },
  })
}

/** A reading for what this format does not record at all. */
export function notRecorded(): Reading<never> {
  return { status: 'unknown', why: 'a recorded snapshot holds none of these' }
}

function cutProblems(problems: readonly Problem[]): readonly Problem[] {
  const more = problems.length - MAX_PROBLEMS
  if (more <= 0) return problems
  return [...problems.slice(0, MAX_PROBLEMS), { where: 'snapshot', record: null, what: `${more} more problems are not listed` }]
}
