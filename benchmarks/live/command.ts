import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { wholeNumber, wholeNumberBetween } from '../../src/cli/numbers.ts'
import { AppError } from '../../src/errors.ts'
import { textTable } from '../report/text-table.ts'
import { countsOf } from './answered.ts'
import { drillsReport } from './drills/drills-report.ts'
import { runDrills, type DrillOutcome } from './drills/run-drills.ts'
import { runLive, type LiveOutcome } from './run-live.ts'
import { hasPrometheus } from './start-prometheus.ts'

interface Options {
  readonly data?: string
  readonly drills?: number
  readonly seed: number
}

/** More take longer than anybody waits. */
const MAX_DRILLS = 1000
/** Of what may surround a fault; a plain drill has nothing that could be taken for it. */
const LIFE = 0.5

/** Adds `bench -- live`. */
export function addLiveCommand(program: Command): void {
  program
    .command('live')
    .description('serve recorded incidents by the APIs of real servers, investigate them live, and compare with what their recordings give')
    .exitOverride()
    .option('--data <dir>', 'folder of cases/ that were recorded as dump and as lists, at any depth')
    .option('--drills <n>', 'so many drills of all kinds, with their metrics in a Prometheus', wholeNumberBetween(1, MAX_DRILLS))
    .option('--seed <n>', 'same seed, same drills', wholeNumber, 1)
    .action(printLive)
}

async function printLive({ data, drills, seed }: Options): Promise<void> {
  if ((data === undefined) === (drills === undefined))
    throw new AppError('usage_wrong', 'nothing to serve is named', { remedy: 'Name a folder with --data, or a number with --drills' })
  if (data !== undefined) return printRecordings(data)
  if (!hasPrometheus())
    throw new AppError('usage_wrong', 'prometheus and promtool are not on this machine', { remedy: 'Install the package prometheus' })
  await printDrills({ count: drills ?? 0, seed, life: LIFE })
}

async function printRecordings(data: string): Promise<void> {
  const outcomes: LiveOutcome[] = []
  await withBar(async (show) => {
    await runLive(data, { isWanted: () => true }, (outcome, done, total) => {
      show(outcome.case, done, total)
      outcomes.push(outcome)
    })
  })
  process.stdout.write(`${liveReport(outcomes)}\n`)
}

async function printDrills(order: Parameters<typeof runDrills>[0]): Promise<void> {
  const outcomes: (DrillOutcome | null)[] = []
  await withBar(async (show) => {
    await runDrills(order, (outcome, done, total) => {
      show(outcome?.kind ?? '', done, total)
      outcomes.push(outcome)
    })
  })
  const compared = outcomes.filter((outcome) => outcome !== null)
  process.stdout.write(`${drillsReport(compared, outcomes.length - compared.length)}\n`)
}

async function withBar(work: (show: (name: string, done: number, total: number) => void) => Promise<void>): Promise<void> {
  const format = 'live {bar} {value}/{total} {name}'
  const bar = new SingleBar({ stream: process.stderr, format, clearOnComplete: true, hideCursor: true, noTTYOutput: false })
  try {
    await work((name, done, total) => {
      if (done === 1) bar.start(total, 0, { name: '' })
      bar.update(done, { name })
    })
  } finally {
    bar.stop()
  }
}

/** By set what is right live and recorded, and each incident whose two answers differ. */
function liveReport(outcomes: readonly LiveOutcome[]): string {
  const rows = [...Map.groupBy(outcomes, ({ set }) => set)].map(([set, own]) => [
    set,
    String(own.length),
    countsOf(own.map(({ live }) => live)),
    countsOf(own.map(({ recorded }) => recorded)),
    String(own.filter(({ isSame }) => isSame).length),
  ])
  const different = outcomes.filter(({ isSame }) => !isSame)
  const lines = different.map(
    ({ set, case: id, live, recorded }) =>
      `${set}/${id}\n  live      ${live.verdict}: ${live.said}\n  recorded  ${recorded.verdict}: ${recorded.said}`,
  )
  const table = textTable([['set', 'incidents', 'live: right, partly', 'recorded: right, partly', 'same cause and mechanism'], ...rows])
  return `${table}\n\nDifferent\n${lines.join('\n') || 'none'}`
}
