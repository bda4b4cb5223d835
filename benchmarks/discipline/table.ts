import { textTable } from '../report/text-table.ts'
import type { DisciplineRun } from './discipline-run.ts'

const HEAD = [
  'model',
  'n',
  'AP before',
  'AP after',
  'false before',
  'false after',
  'untrue after',
  'right lost',
  'wrong removed',
  'endings',
]

/**
 * One line for the engine alone and one for each scripted model: average precision at full recall and false causes per incident of its raw
 * answers (before) and of what was posted (after), and how its runs ended. Then the same by set, over all bad models. Plain text.
 */
export function disciplineTable(runs: readonly DisciplineRun[]): string {
  const byModel = Map.groupBy(runs, (run) => run.model)
  const bad = runs.filter(({ model }) => model !== 'careful')
  const bySet = Map.groupBy(bad, (run) => run.set)
  const models = textTable([HEAD, engineRow(byModel.values().next().value ?? []), ...[...byModel].map(([model, own]) => row(model, own))])
  const sets = textTable([
    HEAD.slice(0, -1),
    ...[...bySet, ['all', bad] as const].map(([set, own]) => row(`bad models, ${set}`, own).slice(0, -1)),
  ])
  return bad.length === 0 ? models : `${models}\n\n${sets}`
}

function engineRow(own: readonly DisciplineRun[]): string[] {
  const alone = own.map(({ engine }) => engine)
  return ['engine alone', String(own.length), '', mean(alone.map(averagePrecision)), '', mean(alone.map(falseCauses))]
}

function row(name: string, own: readonly DisciplineRun[]): string[] {
  return [
    name,
    String(own.length),
    mean(own.map(({ before }) => averagePrecision(before))),
    mean(own.map(({ after }) => averagePrecision(after))),
    mean(own.map(({ before }) => falseCauses(before))),
    mean(own.map(({ after }) => falseCauses(after))),
    String(own.filter(({ untrue }) => untrue.length > 0).length),
    // A right raw answer that was not posted as it was: weakened, replaced, or turned inconclusive.
    String(own.filter(({ before, after }) => before.averagePrecision === 1 && after.averagePrecision < 1).length),
    String(own.reduce((sum, { before, after }) => sum + Math.max(0, before.falseCauses - after.falseCauses), 0)),
    endings(own),
  ]
}

function averagePrecision(score: DisciplineRun['after']): number {
  return score.averagePrecision
}

function falseCauses(score: DisciplineRun['after']): number {
  return score.falseCauses
}

function mean(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)).toFixed(3)
}

function endings(runs: readonly DisciplineRun[]): string {
  const counts = Map.groupBy(runs, (run) => run.ending)
  return [...counts].map(([ending, own]) => `${own.length} ${ending}`).join('; ')
}
