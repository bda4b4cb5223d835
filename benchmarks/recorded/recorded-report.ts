import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../src/errors.ts'
import { textTable } from '../report/text-table.ts'
import type { RecordedAnswer } from './run-recorded.ts'
import { judgeRecorded, recordedTruths, type RecordedTruth, type RecordedVerdict } from './score-recorded.ts'

interface Scored extends RecordedAnswer {
  readonly truth: RecordedTruth
  readonly verdict: RecordedVerdict
  /** The word of the first cause; null when none is named. */
  readonly word: string | null
}

const HEAD = ['recordings', 'right', 'partly', 'wrong', 'abstained', 'verified right', 'not decisive', 'harmless', 'claimed']

/**
 * What came of recordings whose labels lie in a `truth.json` beside their `cases/`: by set and form, by kind of fault, and each that is not right with what
 * was named instead. Recordings without a label are left out and counted. Throws `AppError` when none has one.
 */
export async function recordedReport(answers: readonly RecordedAnswer[]): Promise<string> {
  const scored = (await Promise.all([...Map.groupBy(answers, ({ root }) => root)].map(([root, own]) => scoreSet(root, own)))).flat()
  if (scored.length === 0)
    throw new AppError('usage_wrong', 'no recording has a label', { remedy: 'A report needs the truth.json of the set beside its cases/.' })
  const unlabelled = answers.length - scored.length
  const sections = [
    `Recordings\n${tableBy(scored, ({ set, form }) => (form === null ? set : `${set}, ${form}`), 'set')}`,
    ...(scored.some(({ truth }) => truth.kind !== undefined)
      ? [`By kind\n${tableBy(scored, ({ truth }) => truth.kind ?? 'not said', 'kind')}`]
      : []),
    `Not right\n${scored.flatMap(missLine).join('\n') || 'none'}`,
    ...(unlabelled > 0 ? [`${unlabelled} recordings have no label and are left out`] : []),
  ]
  return sections.join('\n\n')
}

async function scoreSet(root: string, answers: readonly RecordedAnswer[]): Promise<readonly Scored[]> {
  const truths = await readTruths(path.join(root, 'truth.json'))
  return answers.flatMap((answer) => {
    const truth = truths[answer.form === null ? answer.case : `${answer.case}-${answer.form}`] ?? truths[answer.case]
    if (truth === undefined) return []
    const [first] = answer.diagnosis?.rootCauses ?? []
    return [{ ...answer, truth, verdict: judgeRecorded(truth, answer.diagnosis), word: first?.confidenceWord ?? null }]
  })
}

async function readTruths(file: string): Promise<Readonly<Record<string, RecordedTruth>>> {
  try {
    return recordedTruths.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {}
    throw new AppError('usage_wrong', `${file} is no file of labels`, {
      remedy: 'Correct it, or take it away to run without labels.',
      cause,
    })
  }
}

function tableBy(scored: readonly Scored[], keyOf: (one: Scored) => string, name: string): string {
  const groups = [...Map.groupBy(scored, keyOf)].toSorted(([a], [b]) => a.localeCompare(b))
  const rows = [...groups, ['all', scored] as const].map(([key, own]) => [key, ...cellsOf(own)])
  return textTable([[name, ...HEAD], ...rows])
}

function cellsOf(scored: readonly Scored[]): readonly string[] {
  const [healthy, sick] = [scored.filter(({ truth }) => truth.healthy), scored.filter(({ truth }) => !truth.healthy)]
  const decisive = sick.filter(({ truth }) => truth.decisive)
  const count = (verdict: RecordedVerdict) => decisive.filter((one) => one.verdict === verdict).length
  const verified = scored.filter(({ word }) => word === 'verified')
  const claimed = healthy.filter(({ verdict }) => verdict === 'claimed').length
  const numbers = [decisive.length, count('right'), count('partly'), count('wrong'), count('abstained') + count('unanswered')]
  const isRight = ({ verdict }: Scored) => verdict === 'right'
  return [
    ...numbers.map(String),
    `${verified.filter(isRight).length} of ${verified.length}`,
    String(sick.length - decisive.length),
    String(healthy.length),
    String(claimed),
  ]
}

function missLine({ set, case: id, form, truth, verdict, diagnosis, problem }: Scored): readonly string[] {
  if (verdict === 'right') return []
  const named = (diagnosis?.rootCauses ?? []).map(({ entity, mechanism, confidenceWord }) => `${entity} (${mechanism}, ${confidenceWord})`)
  const said = problem ?? (named.length > 0 ? named.join(', ') : (diagnosis?.outcome ?? 'nothing'))
  return [
    `${[set, id, form].filter((part) => part !== null).join('/')}${truth.decisive ? '' : ' (not decisive)'}: ${verdict}: ${said}; it is ${truth.truth}`,
  ]
}
