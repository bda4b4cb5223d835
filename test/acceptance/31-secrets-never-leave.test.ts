import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { calls, depends, minute, OVERVIEW, version } from '../support/facts.ts'
import { openTestStore, type TestDatabase } from '../support/database.ts'
import { blockText, BOT, CHECKOUT, createWorld, MENTION, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { findAny } from '../support/find-any.ts'
import { startModelBot, type ModelBot } from '../support/model-bot.ts'
import { telemetryOf } from '../support/rows-telemetry.ts'
import { SECRET_KINDS, SECRETS_SEED } from '../support/secrets.ts'
import { storedDiagnosis } from '../support/stored.ts'

const SAMPLES = SECRET_KINDS.flatMap(({ samples }) => samples)

/** A carrier of each kind; objects hold all of them. */
const IN_LOGS = SECRET_KINDS.flatMap(({ samples }, index) => samples.slice(index % 8, (index % 8) + 1))

/** An incident whose logs, objects, alerts and commits are full of secrets. */
function leakyIncident() {
  const flags = (variant: string) => ({
    data: {
      'flags.json': JSON.stringify({
        flags: { quotesFailure: { state: 'ENABLED', defaultVariant: variant, variants: { on: true, off: false } } },
      }),
    },
  })
  return telemetryOf({
    overview: [OVERVIEW],
    alerts: SAMPLES.slice(0, 40).map(({ text }) => ({
      name: 'HighErrors',
      entity: 'shop/Service/quotes' as const,
      state: 'firing' as const,
      labels: { note: text },
      summary: text,
      startsAt: minute(20),
      endsAt: null,
      value: null,
    })),
    object_versions: [
      version('shop/ConfigMap/flags', flags('off'), { until: 19 }),
      version('shop/ConfigMap/flags', flags('on'), { at: 20, changedAt: minute(18) }),
      ...SECRET_KINDS.map(({ samples }, index) =>
        version(`shop/ConfigMap/note-${index}`, {
          data: Object.fromEntries(samples.map(({ text }, number) => [`note-${number}.txt`, text])),
        }),
      ),
    ],
    service_calls: [
      calls('shop/Service/storefront', { from: { at: 19, errors: 30 } }),
      calls('shop/Service/quotes', { from: { at: 19, errors: 50 } }),
    ],
    dependencies: [depends('shop/Service/storefront', 'shop/Service/quotes')],
    log_patterns: IN_LOGS.map(({ text }) => ({
      entity: 'shop/Service/quotes' as const,
      pattern: text,
      severity: 'error' as const,
      incidentCount: 3,
      baselineCount: 0,
      firstAt: minute(19),
      lastAt: null,
      example: text,
    })),
  })
}

/** What one person writes in one message; the redactor's own test has them all. */
const SPOKEN = SECRET_KINDS.flatMap(({ samples }) => samples.slice(0, 1)).filter(({ text }) => !text.includes('\n') && text.length < 120)
const QUESTIONS = SPOKEN.slice(0, 25)
const STATED = SPOKEN.slice(25, 50)
const NOTED = SPOKEN.slice(50, 70)
const PLANTED = [...SAMPLES, ...QUESTIONS, ...STATED, ...NOTED]

const wordsOf = (samples: readonly { readonly text: string }[]) => samples.map(({ text }) => text).join(' ; ')

/** Every text of every table, of the queues too. */
async function readTables(database: TestDatabase): Promise<string> {
  const opened = await openTestStore({ database })
  try {
    const tables = await opened.query(
      "SELECT table_schema AS s, table_name AS t FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
    )
    const rows: unknown[] = []
    for (const { s, t } of tables) rows.push(await opened.query(`SELECT row_to_json(r)::text AS r FROM "${String(s)}"."${String(t)}" r`))
    return JSON.stringify(rows)
  } finally {
    await opened.close()
  }
}

/** Every file of the data folder but those of Slack itself: the intake journal, and what the database writes in an embedded folder. */
function readFiles(folder: string): string {
  return globSync('**/*', { cwd: folder, withFileTypes: true, exclude: (entry) => entry.name === 'local-slack' })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

/** What was planted, as it is and as JSON and Slack would carry it. */
const FORMS = new Map(
  PLANTED.flatMap(({ secret }) => {
    const escaped = (text: string) => JSON.stringify(text).slice(1, -1)
    const inSlack = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    return [secret, escaped(secret), escaped(escaped(secret)), inSlack].map((form) => [form, secret] as const)
  }),
)

function leaksIn(places: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(places).flatMap(([place, text]) => findAny(text, [...FORMS.keys()]).map((form) => `${place}: ${form}`))
}

describe(`acceptance/31 secrets never leave (seed ${SECRETS_SEED})`, () => {
  let world: TestWorld
  let model: ModelBot
  beforeAll(async () => {
    world = await createWorld()
    model = await startModelBot(world, careful, { telemetry: leakyIncident })
  })
  afterAll(() => world.remove())

  it('masks what is read and what people write before the model, Slack, the database, the files and the log', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why? I used ${wordsOf(QUESTIONS)}`)
    const answer = await waitForAnswer(world.ava, asked)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))
    const said = await world.ava.post(CHECKOUT, `${MENTION} we restarted quotes at 14:02 with ${wordsOf(STATED)}`, asked)
    await world.ava.waitForMessage((message) => message.user === BOT && message.thread_ts === asked && message.ts > said)
    await world.ava.click(answer, 'verdict_rejected')
    const form = await world.ava.waitForView(({ callback_id: id }) => id === 'correction')
    await world.ava.submit(form, { note: { note: `it was not; see ${wordsOf(NOTED)}` } })
    await world.ava.waitForMessage((message) => message.ts === answer.ts && blockText(message).includes('*Wrong*'))
    const { diagnosis, diagnosisId, evidence } = await storedDiagnosis(model.bot, asked)
    const [verdict] = await model.bot.store.verdictHistory(diagnosisId)
    await model.stop()

    const places = {
      model: JSON.stringify(model.server.seen.map(({ body }) => body)),
      slack: JSON.stringify(world.slack.calls),
      files: readFiles(world.database.dataDir),
      database: await readTables(world.database),
      log: model.bot.log.join('\n'),
    }

    expect(SAMPLES.length).toBeGreaterThanOrEqual(250)
    expect(verdict?.note).toContain('[masked]')
    expect(places.model).toContain('[masked]')
    expect(places.database).toContain('[masked]')
    expect(diagnosis.stats.masked).toBe(JSON.stringify(evidence.filter(({ source }) => source !== 'people')).split('[masked]').length - 1)
    expect(leaksIn(places)).toEqual([])
  })

  it('never writes a provider’s key or a Slack token to the log', () => {
    const log = model.bot.log.join('\n')

    expect(log).not.toContain('made-up-key-of-a-test')
    expect(log).not.toContain(world.slack.botToken)
  })
})
