import { textTable } from '../report/text-table.ts'
import type { DisciplineRun } from './run.ts'

/** One line a scripted model: precision and false causes before and after the gate, and how its runs ended. Plain text, columns aligned. */
export function disciplineTable(runs: readonly DisciplineRun[]): string {
  const byModel = Map.groupBy(runs, (run) => run.model)
  const head = [
    'model',
    'incidents',
    'AP before',
    'AP after',
    'false before',
    'false after',
    'invented',
    'right lost',
    'wrong removed',
    'endings',
  ]
  const rows = [...byModel].map(([model, own]) => [
    model,
    String(own.length),
    mean(own.map((run) => run.before.averagePrecision)),
    mean(own.map((run) => run.after.averagePrecision)),
    mean(own.map((run) => run.before.falseCauses)),
    mean(own.map((run) => run.after.falseCauses)),
    String(own.reduce((sum, run) => sum + run.inventedReceipts, 0)),
    String(own.filter((run) => run.before.averagePrecision === 1 && run.after.averagePrecision < 1).length),
    String(own.reduce((sum, run) => sum + Math.max(0, run.before.falseCauses - run.after.falseCauses), 0)),
    endings(own),
  ])
  return textTable([head, ...rows])
}

function mean(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)).toFixed(3)
}

function endings(runs: readonly DisciplineRun[]): string {
  const counts = Map.groupBy(runs, (run) => run.ending)
  return [...counts].map(([ending, own]) => `${own.length} ${ending}`).join('; ')
}
