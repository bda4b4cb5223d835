import type { Command } from 'commander'
import { textTable } from '../report/text-table.ts'
import { runJournal } from './run-journal.ts'

const MEGABYTE = 1_000_000
const SECOND_MS = 1000

/** Adds `bench -- journal`. */
export function addJournalCommand(program: Command): void {
  program
    .command('journal')
    .description('keep the journal of a served cluster, and say how long a change takes to be in it')
    .exitOverride()
    .option('--pods <count>', 'pods, which nobody keeps a journal of', Number, 5000)
    .option('--services <count>', 'Services', Number, 2000)
    .option('--settings <count>', 'ConfigMaps', Number, 500)
    .option('--edits <count>', 'changes, one after another', Number, 100)
    .action(async (sizes: Parameters<typeof runJournal>[0]) => {
      const { listedMs, steadyBytes, delaysMs, versions, bytes } = await runJournal(sizes)
      const at = (share: number) => `${Math.round(delaysMs[Math.floor(share * (delaysMs.length - 1))] ?? 0)} ms`
      const rows = [
        ['first listing, with the start of the process', `${(listedMs / SECOND_MS).toFixed(1)} s`],
        ['memory of the keeper after the edits', `${Math.round(steadyBytes / MEGABYTE)} MB`],
        ['versions in the database', `${versions}, ${(bytes / MEGABYTE).toFixed(1)} MB`],
        ['from change to journal: median, 90 in 100, longest', `${at(0.5)}, ${at(0.9)}, ${at(1)}`],
      ]
      process.stdout.write(`${textTable(rows)}\n`)
    })
}
