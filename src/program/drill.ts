import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { configSchema, type Config } from '../config.ts'
import { writeDrill } from '../drills/write-drill.ts'

/** The incident that a fresh start shows: an address in an environment variable that leads nowhere. */
const DRILL = { kind: 'env_address_invalid', seed: 1, scale: 'small', topology: 'shop' } as const
/** The local Slack's fixed channels; `#inc-checkout` matches the pattern below. */
const ESCALATION_CHANNEL = 'C0FIRST0ESC'
const DIGEST_CHANNEL = 'C0FIRST0CHK'

/** Writes the drill once, under the data folder, and returns the configuration that links it to the incident channels. */
export async function prepareDrill(dataDir: string, say: (line: string) => void): Promise<Config> {
  const dir = path.resolve(dataDir, 'drill')
  if (!existsSync(dir)) await writeWhole(dir)
  say('No firstcause.yaml: starting with a drill. In #inc-checkout type: @firstcause why is checkout failing?')
  return configSchema.parse({
    environments: { shop: { sources: [{ kind: 'snapshot', dir }] } },
    channels: [{ match: 'inc-*', environment: 'shop' }],
    escalation: { targets: [{ kind: 'slack_channel', id: ESCALATION_CHANNEL }] },
    digest: [{ channel: DIGEST_CHANNEL, cron: '0 9 * * 1', timeZone: 'UTC' }],
  })
}

/** Written beside and then moved, so that a start that was killed half-way leaves no half incident behind. */
async function writeWhole(dir: string): Promise<void> {
  const unfinished = `${dir}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  writeDrill(DRILL, unfinished)
  await rename(unfinished, dir)
}
