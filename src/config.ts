import { readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { telemetrySource } from './domain/reading.ts'
import { AppError } from './errors.ts'

const cron = z.string().regex(/^(\S+\s+){4}\S+$/, { error: 'a cron line has five fields, for example "0 9 * * 1"' })
const timeZone = z.string().refine(isTimeZone, { error: 'not a time zone; write it as in Europe/Berlin' })
const channelId = z.string().regex(/^[CG][A-Z0-9]+$/, { error: 'a Slack channel id starts with C or G, for example C0ESC' })

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }
/** `90s`, `60m`, `2h`, `7d`, in seconds. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,5}[smhd]$/, { error: 'write a number and s, m, h or d, for example 60m' })
  .transform((text) => Number(text.slice(0, -1)) * (SECONDS[text.slice(-1)] ?? 0))
const address = z.string().refine((text) => /^https?:\/\/[^/@?#\s]+(?:\/[^?#\s]*)?$/.test(text), {
  error: 'write an address such as https://prometheus.example.com, without user, query or fragment; credentials go under auth',
})
const variable = z.string().regex(/^[A-Za-z_]\w*$/, { error: 'name an environment variable' })
const sourceName = z.string().regex(/^[\w.-]{1,63}$/, { error: 'a name has letters, digits, dots and dashes' })
/** What a source is spared; what is left out has the default of src/telemetry/http/limits.ts. */
const limits = z.strictObject({
  concurrency: z.number().int().min(1).max(64).optional(),
  perSecond: z.number().int().min(1).max(1000).optional(),
  timeoutSeconds: z.number().min(1).max(120).optional(),
  maxMB: z.number().min(1).max(64).optional(),
})
const BYTES: Readonly<Record<string, number>> = { KB: 1000, MB: 1_000_000, GB: 1_000_000_000 }
/** `500MB`, `1GB`, in bytes. */
const size = z
  .string()
  .regex(/^[1-9]\d{0,5}[KMG]B$/, { error: 'write a number and KB, MB or GB, for example 200MB' })
  .transform((text) => Number(text.slice(0, -2)) * (BYTES[text.slice(-2)] ?? 0))
/** What a running program keeps of what the objects of a cluster were; false keeps nothing. */
const journal = z
  .union([z.literal(false), z.strictObject({ keep: duration.prefault('7d'), maxBytes: size.prefault('200MB') })], {
    error: 'write false, or { keep: 7d, maxBytes: 200MB }',
  })
  .prefault({})
const namespaceName = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, { error: 'not a name of a namespace' })
/** How a source is reached over HTTP. Every address and credential stands here and nowhere else. */
const reached = {
  auth: z
    .union([z.strictObject({ bearerEnv: variable }), z.strictObject({ userEnv: variable, passwordEnv: variable })], {
      error: 'write { bearerEnv: VARIABLE } or { userEnv: VARIABLE, passwordEnv: VARIABLE }',
    })
    .optional(),
  headers: z.record(z.string(), z.string()).default({}),
  caFile: z.string().min(1).optional(),
  proxy: address.optional(),
  limits: limits.prefault({}),
}
const source = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('snapshot'), dir: z.string().min(1) }),
    z.strictObject({
      kind: z.literal('kubernetes'),
      name: sourceName.default('kubernetes'),
      kubeconfig: z.string().min(1).optional(),
      context: z.string().min(1).optional(),
      inCluster: z.literal(true).optional(),
      namespaces: z.array(namespaceName).min(1, { error: 'name at least one namespace, or leave it out to read all of them' }).optional(),
      journal,
      limits: limits.prefault({}),
    }),
    z.strictObject({
      kind: z.literal('prometheus'),
      name: sourceName.default('prometheus'),
      url: address,
      /** Where people open it, for links. */
      publicUrl: address.optional(),
      ...reached,
    }),
  ],
  { error: 'the source kinds are: snapshot, kubernetes, prometheus' },
)
export type ConfiguredSource = z.infer<typeof source>
const environment = z
  .strictObject({
    /** How far back linked sources are read. */
    window: duration.default(3600),
    sources: z.array(source).min(1, { error: 'name at least one source' }),
    /** A name under `models`: it judges the engine's evidence. Left out, the engine answers alone. */
    model: z.string().optional(),
  })
  .superRefine(({ sources }, check) => {
    const say = (index: number, message: string) => check.addIssue({ code: 'custom', path: ['sources', index], message })
    const names = sources.map((one) => ('name' in one ? one.name : null))
    for (const [index, one] of sources.entries()) {
      if (one.kind === 'snapshot' && sources.length > 1) say(index, 'a recorded incident stands alone in its environment')
      if (one.kind === 'kubernetes' && (one.kubeconfig === undefined) === (one.inCluster === undefined))
        say(index, 'name a kubeconfig, or set inCluster: true where firstcause runs in the cluster')
      if (names[index] !== null && names.indexOf(names[index] ?? null) !== index)
        say(index, `two sources are called "${names[index]}"; give each its own name`)
    }
  })
const channelRule = z.strictObject({
  match: z.string().min(1),
  environment: z.string(),
  start: z.literal('mention', { error: 'only "mention" starts an investigation in this version' }).default('mention'),
})
const policy = z.strictObject({
  mayRead: z.array(telemetrySource).default([...telemetrySource.options]),
  mayPropose: z.array(z.string()).default([]),
  approvers: z
    .strictObject({
      users: z.array(z.string()).default([]),
      groups: z.array(z.string()).max(0, { error: 'user groups are not supported yet; list users' }).default([]),
      twoPersonFrom: z.enum(['low', 'medium', 'high']).default('high'),
    })
    .prefault({}),
  sensitive: z.array(z.strictObject({ namespace: z.string() })).default([]),
})
const model = z.strictObject({
  provider: z.enum(['anthropic', 'openai']),
  api: z.enum(['messages', 'responses', 'chat']),
  id: z.string(),
  baseUrlEnv: z.string().optional(),
  effort: z.enum(['low', 'medium', 'high']).optional(),
  price: z
    .strictObject({ asOf: z.coerce.string(), inputPerMTok: z.number(), cachedPerMTok: z.number(), outputPerMTok: z.number() })
    .optional(),
})

const folder = z.string().min(1, { error: 'name a folder' })
/** One folder or several, as a list either way. */
const runbooks = z
  .strictObject({
    dir: z.union([folder, z.array(folder).min(1, { error: 'name at least one folder' })], {
      error: 'name a folder, or a list of at least one',
    }),
  })
  .transform(({ dir }) => ({ dirs: [dir].flat() }))

/** The processes in which runs read, mask and weigh. What is left out has the default of src/isolation/limits.ts. */
const isolation = z.strictObject({
  processes: z.number().int().min(1).max(64).optional(),
  stallSeconds: z.number().min(1).optional(),
  memoryMB: z.number().min(300, { error: 'a process needs 300 MB at least' }).optional(),
  temporaryMB: z.number().min(100).optional(),
})
/** Entries of one list for the redactor, and characters of one: each literal text is looked for in everything that is read. */
const MAX_REDACTION_ENTRIES = 100
const MAX_REDACTION_CHARACTERS = 200
/** A field name or a literal text. Quotes, backslashes and line breaks cannot be masked without tearing the JSON or the line around them. */
const redactionEntry = z
  .string({ error: 'write each entry as text, in quotes when it is a number' })
  .min(3, { error: 'an entry has at least 3 characters' })
  .max(MAX_REDACTION_CHARACTERS, { error: `an entry has at most ${MAX_REDACTION_CHARACTERS} characters` })
  .regex(/^[^"'\\\p{Cc}]*$/u, { error: 'an entry is plain text on one line, without quotes and backslashes; patterns are not supported' })
  .refine((entry) => entry.trim() === entry && !['true', 'false', 'null'].includes(entry), { error: 'this would mask ordinary values' })
const redactionList = z.array(redactionEntry).max(MAX_REDACTION_ENTRIES, { error: `at most ${MAX_REDACTION_ENTRIES} entries` })
const redaction = z.strictObject({ allow: redactionList.default([]), deny: redactionList.default([]) })

/** `firstcause.yaml`. Unknown keys are mistakes, not extensions. Every part but environments and channels has a default. */
export const configSchema = z
  .strictObject({
    environments: z.record(z.string(), environment),
    channels: z.array(channelRule),
    policy: policy.prefault({}),
    objectives: z
      .strictObject({ firstCandidateSeconds: z.number().positive().default(180), evidenceSeconds: z.number().positive().default(600) })
      .prefault({}),
    budgets: z
      .strictObject({
        turns: z.number().int().positive().default(12),
        inputTokens: z.number().int().positive().default(200_000),
        costUsd: z.number().nonnegative().default(1),
        wallSeconds: z.number().positive().default(600),
      })
      .prefault({}),
    escalation: z
      .strictObject({ targets: z.array(z.strictObject({ kind: z.literal('slack_channel'), id: channelId })).default([]) })
      .prefault({}),
    digest: z.array(z.strictObject({ channel: channelId, cron, timeZone: timeZone.default('UTC') })).default([]),
    models: z.record(z.string(), model).default({}),
    runbooks: runbooks.default({ dirs: [] }),
    isolation: isolation.prefault({}),
    redaction: redaction.prefault({}),
  })
  .superRefine((config, check) => {
    for (const [name, { model }] of Object.entries(config.environments)) {
      if (model !== undefined && !Object.hasOwn(config.models, model))
        check.addIssue({ code: 'custom', path: ['environments', name, 'model'], message: `there is no model "${model}"` })
    }
    for (const [index, rule] of config.channels.entries()) {
      if (!Object.hasOwn(config.environments, rule.environment)) {
        check.addIssue({
          code: 'custom',
          path: ['channels', index, 'environment'],
          message: `there is no environment "${rule.environment}"`,
        })
      }
    }
  })
export type Config = z.infer<typeof configSchema>

/**
 * Parses the text of a `firstcause.yaml`; relative folders are taken from the file's own folder. Throws `config_invalid`
 * whose message lists every problem, one a line, each with its place.
 */
export function parseConfig(text: string, file: string): Config {
  const document = parseDocument(text, { prettyErrors: true })
  const syntax = document.errors.map((error) => `line ${error.linePos?.[0].line ?? '?'}: the YAML cannot be read (${error.code})`)
  if (syntax.length > 0) throw invalid(file, syntax)
  const parsed = configSchema.safeParse(document.toJS() ?? {})
  if (!parsed.success) throw invalid(file, parsed.error.issues.flatMap(problemsOf))
  return withAbsoluteFolders(parsed.data, path.dirname(path.resolve(file)))
}

/** Reads and parses the file. Throws `config_missing` when it is not there, `config_invalid` when it is wrong. */
export async function loadConfig(file: string): Promise<Config> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new AppError('config_missing', `The configuration ${file} cannot be read.`, {
      remedy: 'Create it, or point FIRSTCAUSE_CONFIG at another file. docs/configuration.md shows its shape.',
      cause,
    })
  }
  return parseConfig(text, file)
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  const place = issue.path.length === 0 ? 'top level' : issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${place}: unknown key "${key}"; remove it or correct its spelling`)
  if (issue.code === 'invalid_type' && issue.message.includes('undefined')) return [`${place}: is missing (${issue.expected})`]
  return [`${place}: ${issue.message}`]
}

function invalid(file: string, problems: readonly string[]): AppError {
  return new AppError(
    'config_invalid',
    [`${file} has ${problems.length} problem${problems.length === 1 ? '' : 's'}:`, ...problems].join('\n  '),
    {
      remedy: 'Correct the lines above; docs/configuration.md shows the shape of the file.',
    },
  )
}

function withAbsoluteFolders(config: Config, folder: string): Config {
  const environments = Object.entries(config.environments).map(([name, { sources, ...rest }]) => [
    name,
    { ...rest, sources: sources.map((entry) => withAbsolutePaths(entry, folder)) },
  ])
  const dirs = config.runbooks.dirs.map((dir) => path.resolve(folder, dir))
  return { ...config, environments: Object.fromEntries(environments), runbooks: { dirs } }
}

function withAbsolutePaths(entry: ConfiguredSource, folder: string): ConfiguredSource {
  const absolute = (place: string) => path.resolve(folder, place.replace(/^~(?=\/)/, os.homedir()))
  switch (entry.kind) {
    case 'snapshot':
      return { ...entry, dir: absolute(entry.dir) }
    case 'kubernetes':
      return entry.kubeconfig === undefined ? entry : { ...entry, kubeconfig: absolute(entry.kubeconfig) }
    case 'prometheus':
      return entry.caFile === undefined ? entry : { ...entry, caFile: absolute(entry.caFile) }
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
