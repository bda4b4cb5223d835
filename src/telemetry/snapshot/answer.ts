import type { Problem, Reading } from '../../domain/reading.ts'

/** A problem list as long as this says enough; the rest is counted. */
const MAX_PROBLEMS = 100

export interface AnswerOptions {
  readonly problems: readonly Problem[]
  /** Said when there is no row. */
  readonly why: string
  /** Name and number of rows of the limit that applies; rows beyond are cut from the end. */
  readonly limit?: { readonly name: string; readonly rows: number }
}

/** Makes a reading of rows: `no_data` when there is none, cut at the limit with the number left out. */
export function answer<Row>(rows: readonly Row[], { problems, why, limit }: AnswerOptions): Reading<Row> {
  const named = cutProblems(problems)
  if (rows.length === 0) return { status: 'no_data', why, problems: [...named] }
  const leftOut = limit ? rows.length - limit.rows : 0
  if (!limit || leftOut <= 0) return { status: 'ok', rows, truncated: null, problems: named }
  return {
    status: 'ok',
    rows: rows.slice(0, limit.rows),
    truncated: { limit: `${limit.name} (${limit.rows} rows)`, leftOut },
    problems: named,
  }
}

/** A reading for what this format does not record at all. */
export function notRecorded(): Reading<never> {
  return { status: 'no_data', why: 'a recorded snapshot holds none of these', problems: [] }
}

function cutProblems(problems: readonly Problem[]): readonly Problem[] {
  const more = problems.length - MAX_PROBLEMS
  if (more <= 0) return problems
  return [...problems.slice(0, MAX_PROBLEMS), { where: 'snapshot', record: null, what: `${more} more problems are not listed` }]
}
