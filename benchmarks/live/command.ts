import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { textTable } from '../report/text-table.ts'
import { runLive, type Answered, type LiveOutcome } from './run-live.ts'

/** Adds `bench -- live`. */
export function addLiveCommand(program: Command): void {
  program
    .command('live')
    .description('serve recorded clusters through an API, investigate them live, and compare with what their recordings give')
    .exitOverride()
    .requiredOption('--data <dir>', 'folder of cases/ that were recorded as dump and as lists, at any depth')
    .action(printLive)
}

async function printLive({ data }: { readonly data: string }): Promise<void> {
  const format = 'live {bar} {value}/{total} {case}'
  const bar = new SingleBar({ stream: process.stderr, format, clearOnComplete: true, hideCursor: true, noTTYOutput: false })
  const outcomes: LiveOutcome[] = []
  try {
    await runLive(data, (outcome, done, total) => {
      if (done === 1) bar.start(total, 0, { case: '' })
      bar.update(done, { case: outcome.case })
      outcomes.push(outcome)
    })
  } finally {
    bar.stop()
  }
  process.stdout.write(`${liveReport(outcomes)}\n`)
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

function countsOf(answers: readonly Answered[]): string {
  const count = (verdict: string) => answers.filter((one) => one.verdict === verdict).length
  return `${count('right')}, ${count('partly')}`
}
