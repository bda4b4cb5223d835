import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { parse } from 'yaml'
import { AppError } from '../errors.ts'
import { type LocalSlack, startLocalSlack } from '../local-slack/local-slack.ts'
import { type DeliveryOptions, type LocalSlackOptions, manifestSchema } from '../local-slack/options.ts'
import { z } from 'zod'

interface Flags {
  readonly port: string
  readonly dataDir: string
  readonly manifest: string
  readonly events?: string
}

/** `local-slack`: the local Slack alone, so that a bot in another process (or another bot) can be tried against it. */
export function addLocalSlack(program: Command): void {
  program
    .command('local-slack')
    .description('start the local Slack alone and print what a bot needs to connect to it')
    .option('--port <number>', 'port on 127.0.0.1; 0 picks a free one', '3100')
    .option('--data-dir <dir>', 'where the transcript is kept', './data/local-slack')
    .option('--manifest <file>', 'app manifest: scopes, events, commands', './manifest.yml')
    .option('--events <url>', 'deliver by signed HTTP to this address instead of Socket Mode')
    .action(async (flags: Flags) => await run(flags))
}

async function run(flags: Flags): Promise<void> {
  const delivery: DeliveryOptions = flags.events === undefined ? { kind: 'socket' } : { kind: 'http', url: flags.events }
  const slack = await start({
    port: readPort(flags.port),
    dataDir: path.resolve(flags.dataDir),
    manifest: readManifest(flags.manifest),
    delivery,
    clock: () => new Date(),
    newId: randomUUID,
  })
  if (slack.damagedLines > 0) process.stderr.write(`${slack.damagedLines} unreadable lines of the transcript were left out\n`)
  const connect = delivery.kind === 'socket' ? [`SLACK_APP_TOKEN=${slack.appToken}`] : [`SLACK_SIGNING_SECRET=${slack.signingSecret}`]
  const lines = [`ready ${slack.url}`, `SLACK_API_URL=${slack.apiUrl}`, `SLACK_BOT_TOKEN=${slack.botToken}`, ...connect]
  process.stdout.write(`${lines.join('\n')}\n`)
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  await promise
  await slack.close()
}

async function start(options: LocalSlackOptions & { readonly port: number }): Promise<LocalSlack> {
  try {
    return await startLocalSlack(options)
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    if (!isTaken) throw cause
    throw new AppError('config_invalid', `port ${options.port} is in use`, {
      remedy: 'choose another with --port, or 0 for a free one',
      cause,
    })
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new AppError('usage_wrong', `--port ${text} is no port number`, { remedy: 'give a number from 0 to 65535' })
}

function readManifest(file: string): unknown {
  const manifest = manifestSchema.safeParse(parseManifest(file))
  if (manifest.success) return manifest.data
  throw new AppError('config_invalid', `${file} is no app manifest:\n${z.prettifyError(manifest.error)}`, {
    remedy: 'use the manifest.yml of the project, or correct these fields',
  })
}

function parseManifest(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8')) as unknown
  } catch (cause) {
    const remedy = 'run from the project folder, or name the file with --manifest'
    throw new AppError('config_invalid', `cannot read the app manifest ${file}`, { remedy, cause })
  }
}
