import type { Command } from 'commander'
import { AppError } from '../errors.ts'
import { readSettings } from '../settings.ts'
import { openRecorded } from './open-recorded.ts'
import { printJson, printText } from './terminal.ts'

/** `audit verify`: exit 0 when the chain is whole, 1 when it is not, naming the first entry that is wrong. */
export function addAudit(program: Command): void {
  const audit = program.command('audit').description('look into the record of who did what')
  audit
    .command('verify')
    .description('walk the audit chain and find entries that were edited, removed, reordered or cut off')
    .option('--json', 'print the outcome as JSON')
    .action((options: { readonly json?: boolean }) => verifyAudit(options.json ?? false))
}

async function verifyAudit(asJson: boolean): Promise<void> {
  const store = await openRecorded(readSettings(process.env))
  try {
    const report = await store.verifyAudit()
    if (asJson) printJson(report)
    if (report.brokenAt !== null) throw brokenAt(report.brokenAt)
    if (!asJson) printText(`the audit chain is whole: ${report.entries} entries, head ${report.head}`)
  } finally {
    await store.close()
  }
}

function brokenAt(seq: number): AppError {
  return new AppError('store_tampered', `the audit chain is broken at entry ${seq}: it was edited, removed, reordered or cut off`, {
    remedy: 'keep a copy of the database as it is; entries before this one can be trusted, later ones cannot',
  })
}
