import { AppError } from '../../src/errors.ts'
import { recordMissing } from './evidence-of.ts'
import { VERSION_INCIDENTS } from './incidents.ts'
import { answersOn, PLACES, staleness, writeVersion } from './version-files.ts'

// The engine's version, made of its answers on a fixed set of stored incidents (docs/decisions/0015).
// usage: npm run engine-version               writes src/causal/engine-version.ts and the answers that it was made of
//        npm run engine-version -- record     first keeps the evidence of drills that are new in incidents.ts
//        npm run check:engine                 fails when the written version is not that of this code

const EXIT_FAILED = 1
const EXIT_USAGE = 2

async function write(): Promise<void> {
  process.stdout.write(`engine version ${writeVersion(await answersOn(PLACES.evidence), PLACES)}\n`)
}

async function record(): Promise<void> {
  const recorded = await recordMissing(VERSION_INCIDENTS, PLACES.evidence)
  process.stdout.write(recorded.length === 0 ? 'no drill is new\n' : `recorded ${recorded.join(', ')}\n`)
  await write()
}

async function check(): Promise<void> {
  const stale = staleness(await answersOn(PLACES.evidence), PLACES)
  if (stale === null) return
  process.stderr.write(`${stale}\n`)
  process.exitCode = EXIT_FAILED
}

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = { write, record, check }

async function main([name = 'write']: readonly string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    process.stderr.write('usage: npm run engine-version [-- record]\n')
    process.exitCode = EXIT_USAGE
    return
  }
  try {
    await command()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`${error.message}\n${error.remedy}\n`)
    process.exitCode = EXIT_FAILED
  }
}

await main(process.argv.slice(2))
