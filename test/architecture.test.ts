import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

interface Rule {
  /** Path prefix or file this rule is about; the longest match wins. */
  readonly place: string
  /** Places whose values it may import. Its own place is always allowed. Types may come from anywhere inside the project. */
  readonly may: readonly string[]
  /** Packages and node: modules, each with the files that may use it (`*`: the whole place). */
  readonly packages: Readonly<Record<string, readonly string[]>>
}

const ANYWHERE = ['*']
const BACKEND = {
  may: [
    'src/domain',
    'src/errors.ts',
    'src/telemetry/port.ts',
    'src/telemetry/shared',
    'src/telemetry/log-lines',
    'src/telemetry/kubernetes-rows',
    'src/telemetry/kubectl-text',
  ],
  packages: { zod: ANYWHERE, 'node:*': ANYWHERE },
}

/** ARCHITECTURE.md explains this table. Change both together. */
const RULES: readonly Rule[] = [
  { place: 'src/errors.ts', may: [], packages: {} },
  { place: 'src/config.ts', may: ['src/domain', 'src/errors.ts'], packages: { zod: ANYWHERE, yaml: ANYWHERE, 'node:*': ANYWHERE } },
  { place: 'src/settings.ts', may: ['src/errors.ts'], packages: { zod: ANYWHERE } },
  { place: 'src/logger.ts', may: ['src/config.ts', 'src/domain', 'src/redaction'], packages: { pino: ANYWHERE } },
  { place: 'src/redaction', may: ['src/domain', 'src/errors.ts'], packages: {} },
  { place: 'src/domain', may: ['src/errors.ts'], packages: { zod: ANYWHERE } },
  { place: 'src/causal', may: ['src/domain', 'src/errors.ts'], packages: {} },
  // The rooms of the engine: what was recorded, what weighs, what may be wrong. Types follow the arrows too (below).
  { place: 'src/causal/scene', may: ['src/domain', 'src/errors.ts'], packages: {} },
  { place: 'src/causal/weigh', may: ['src/domain', 'src/errors.ts', 'src/causal/scene'], packages: {} },
  {
    place: 'src/causal/families',
    may: ['src/domain', 'src/errors.ts', 'src/causal/scene', 'src/causal/weigh', 'src/diffs'],
    packages: {},
  },
  // What a diff does to a running service, read without knowing that there are incidents.
  { place: 'src/diffs', may: [], packages: {} },
  { place: 'src/diagnosis', may: ['src/domain', 'src/errors.ts'], packages: {} },
  { place: 'src/telemetry', ...BACKEND },
  // Lines of a log become records here, whoever carried them; no files and no clock.
  { place: 'src/telemetry/log-lines', may: ['src/domain', 'src/telemetry/shared'], packages: {} },
  { place: 'src/telemetry/snapshot', ...BACKEND, packages: { ...BACKEND.packages, '@duckdb/node-api': ANYWHERE } },
  { place: 'src/telemetry/cluster-dump', ...BACKEND, packages: { ...BACKEND.packages, 'csv-parse': ANYWHERE } },
  { place: 'src/telemetry/incident-folder', ...BACKEND, packages: { ...BACKEND.packages, 'csv-parse': ANYWHERE } },
  { place: 'src/telemetry/trace-folder', ...BACKEND, packages: { ...BACKEND.packages, 'csv-parse': ANYWHERE } },
  // The readers of recorded formats share their file parsing.
  { place: 'src/telemetry/shared', ...BACKEND, packages: { ...BACKEND.packages, 'csv-parse': ANYWHERE, yaml: ANYWHERE } },
  { place: 'src/telemetry/kubernetes-dump', ...BACKEND, may: [...BACKEND.may, 'src/telemetry/archives'] },
  // What kubectl prints for people, in the shape of the API, whoever carried it: pure, no files.
  {
    place: 'src/telemetry/kubectl-text',
    may: ['src/domain', 'src/telemetry/shared', 'src/telemetry/kubernetes-rows'],
    packages: {},
  },
  // An adapter of a running backend gets `ask` and nothing else: no address, no token, no clock, no files.
  {
    place: 'src/telemetry/live/prometheus',
    may: [
      'src/domain',
      'src/errors.ts',
      'src/telemetry/port.ts',
      'src/telemetry/shared',
      'src/telemetry/http',
      'src/telemetry/identity',
      'src/telemetry/environment.ts',
      'src/telemetry/live/check.ts',
    ],
    packages: { zod: ANYWHERE },
  },
  // Names of telemetry and names of objects are joined here, pure.
  { place: 'src/telemetry/identity', may: ['src/domain'], packages: { zod: ANYWHERE } },
  { place: 'src/telemetry/archives', ...BACKEND, packages: { tar: ANYWHERE, 'node:*': ANYWHERE } },
  // The one way to a linked source: it alone holds addresses and credentials, and parses nothing.
  { place: 'src/telemetry/http', may: ['src/errors.ts'], packages: { undici: ANYWHERE, 'p-queue': ANYWHERE } },
  {
    place: 'src/telemetry/link',
    may: ['src/errors.ts', 'src/telemetry/http', 'src/telemetry/live/kubernetes/allowed.ts', 'src/telemetry/live/prometheus/allowed.ts'],
    packages: { '@kubernetes/client-node': ['src/telemetry/link/kubeconfig.ts'], 'node:fs': ANYWHERE },
  },
  // Adapters of linked sources: they ask through what they are given, and open nothing themselves.
  {
    place: 'src/telemetry/live',
    may: [
      'src/domain',
      'src/errors.ts',
      'src/telemetry/environment.ts',
      'src/telemetry/identity',
      'src/telemetry/shared',
      'src/telemetry/kubernetes-rows',
    ],
    packages: { zod: ANYWHERE },
  },
  { place: 'src/telemetry/environment.ts', may: ['src/domain'], packages: {} },
  { place: 'src/telemetry/open.ts', may: ['src/domain', 'src/errors.ts', 'src/telemetry'], packages: { 'node:*': ANYWHERE } },
  {
    place: 'src/evidence',
    may: ['src/domain', 'src/errors.ts', 'src/redaction', 'src/telemetry/port.ts'],
    packages: { 'node:crypto': ANYWHERE, zod: ['src/evidence/stored-evidence.ts'] },
  },
  {
    place: 'src/agent',
    may: ['src/domain', 'src/errors.ts', 'src/evidence', 'src/diagnosis', 'src/redaction'],
    packages: {
      zod: ANYWHERE,
      '@anthropic-ai/sdk': ['src/agent/anthropic.ts'],
      openai: ['src/agent/openai.ts'],
      'node:*': ['src/agent/prompts.ts'],
    },
  },
  {
    place: 'src/slack',
    may: ['src/domain', 'src/errors.ts'],
    packages: {
      '@slack/web-api': ['src/slack/poster.ts', 'src/slack/clients.ts'],
      '@slack/types': ANYWHERE,
      zod: ANYWHERE,
      'node:crypto': ANYWHERE,
    },
  },
  {
    place: 'src/store',
    may: ['src/domain', 'src/errors.ts', 'src/generated', 'src/evidence/content-hash.ts'],
    packages: { '@prisma/*': ANYWHERE, '@electric-sql/pglite': ANYWHERE, pg: ANYWHERE, 'node:*': ANYWHERE },
  },
  { place: 'src/jobs', may: ['src/domain', 'src/errors.ts'], packages: { 'pg-boss': ANYWHERE, pg: ANYWHERE, 'node:crypto': ANYWHERE } },
  {
    place: 'src/investigation',
    may: ['src/domain', 'src/errors.ts', 'src/evidence', 'src/causal', 'src/agent', 'src/diagnosis', 'src/redaction'],
    packages: {},
  },
  {
    place: 'src/runbooks',
    may: ['src/domain', 'src/errors.ts', 'src/redaction'],
    packages: { minisearch: ['src/runbooks/index-passages.ts'], 'node:*': ['src/runbooks/read-folders.ts'] },
  },
  // The entry of a process composes what a run needs, as main does; it and the two ends of the links know what a run is.
  {
    place: 'src/isolation',
    may: ['src/domain', 'src/errors.ts', 'src/evidence/stored-evidence.ts'],
    packages: { zod: ANYWHERE, 'node:*': ANYWHERE },
  },
  {
    place: 'src/isolation/run-tasks.ts',
    may: ['src/domain', 'src/errors.ts', 'src/isolation', 'src/investigation', 'src/redaction', 'src/journal/version.ts'],
    packages: { 'node:timers': ANYWHERE },
  },
  { place: 'src/isolation/entry.ts', may: ['src/isolation', 'src/telemetry/open.ts', 'src/telemetry/live/open-live.ts'], packages: {} },
  // The process that keeps a journal; the program starts it and writes down what it finds.
  {
    place: 'src/isolation/journal-entry.ts',
    may: ['src/isolation', 'src/journal', 'src/redaction'],
    packages: { 'node:timers': ANYWHERE },
  },
  {
    place: 'src/journal',
    may: [
      'src/domain',
      'src/evidence/content-hash.ts',
      'src/telemetry/kubernetes-rows',
      'src/telemetry/live/kubernetes',
      'src/telemetry/shared',
    ],
    packages: { zod: ANYWHERE },
  },
  { place: 'src/approvals', may: ['src/domain', 'src/errors.ts'], packages: {} },
  { place: 'src/escalation', may: ['src/domain', 'src/errors.ts'], packages: {} },
  { place: 'src/evaluation', may: ['src/domain', 'src/errors.ts', 'src/investigation'], packages: {} },
  {
    place: 'handlers',
    may: [
      'src/domain',
      'src/errors.ts',
      'src/slack',
      'src/investigation',
      'src/approvals',
      'src/escalation',
      'src/evaluation',
      'src/redaction',
    ],
    packages: {
      '@slack/bolt': ANYWHERE,
      'node:*': ['handlers/delivery-id.ts', 'handlers/journal.ts', 'handlers/only-deliveries.ts', 'handlers/receiver.ts'],
      zod: ANYWHERE,
    },
  },
  { place: 'src/drills', may: ['src/domain', 'src/errors.ts'], packages: { 'node:*': ANYWHERE } },
  {
    place: 'src/local-slack',
    may: ['src/errors.ts'],
    packages: {
      react: ANYWHERE,
      'react-dom': ANYWHERE,
      'slack-blocks-to-jsx': ANYWHERE,
      ws: ANYWHERE,
      zod: ANYWHERE,
      yaml: ANYWHERE,
      '@slack/types': ANYWHERE,
      'node:*': ANYWHERE,
    },
  },
  { place: 'src/web', may: ['src/domain', 'src/errors.ts'], packages: { 'prom-client': ANYWHERE, 'node:*': ANYWHERE } },
  {
    place: 'benchmarks',
    may: [
      'src/telemetry',
      'src/evidence',
      'src/agent',
      'src/investigation',
      'src/isolation',
      'src/domain',
      'src/errors.ts',
      'src/causal',
      'src/diagnosis',
      'src/cli',
      'src/drills',
      'src/redaction',
    ],
    packages: { '*': ANYWHERE },
  },
  {
    place: 'src/program',
    may: ['src', 'handlers'],
    packages: { '@slack/bolt': ANYWHERE, zod: ANYWHERE, yaml: ANYWHERE, 'node:*': ANYWHERE },
  },
  { place: 'src/main.ts', may: ['src', 'handlers'], packages: { '*': ANYWHERE } },
  { place: 'src/cli', may: ['src', 'handlers'], packages: { '*': ANYWHERE } },
]

const HIDDEN_INPUTS = /process\.env|new Date\(\)|Date\.now\(\)|Math\.random\(|randomUUID\(\)/
const MAY_HAVE_HIDDEN_INPUTS = [
  'src/config.ts',
  'src/main.ts',
  'src/isolation/entry.ts',
  'src/isolation/journal-entry.ts',
  'src/cli/',
  'src/generated/',
  // Names such inputs, as they look in other people's code, and uses none.
  'src/diffs/tables/',
  'benchmarks/',
]

interface Import {
  readonly from: string
  readonly specifier: string
  readonly target: string | null
  readonly isTypeOnly: boolean
}

const files = ['src/**/*.ts', 'handlers/**/*.ts', 'benchmarks/**/*.ts']
  .flatMap((pattern) => globSync(pattern))
  .filter((file) => !file.startsWith('src/generated/'))
const imports = files.flatMap(importsOf)

function importsOf(file: string): Import[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'))
  const own = module.staticImports.map((entry) => ({
    specifier: entry.moduleRequest.value,
    isTypeOnly: entry.entries.length > 0 && entry.entries.every((name) => name.isType),
  }))
  const again = module.staticExports.flatMap((entry) =>
    entry.entries.flatMap((name) => (name.moduleRequest ? [{ specifier: name.moduleRequest.value, isTypeOnly: name.isType }] : [])),
  )
  return [...own, ...again].map(({ specifier, isTypeOnly }) => ({
    from: file,
    specifier,
    isTypeOnly,
    target: specifier.startsWith('.') ? path.join(path.dirname(file), specifier) : null,
  }))
}

function ruleFor(file: string): Rule | undefined {
  return RULES.filter((rule) => isIn(file, rule.place)).sort((a, b) => b.place.length - a.place.length)[0]
}

function isIn(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`)
}

function isPackageAllowed(rule: Rule, edge: Import): boolean {
  return Object.entries(rule.packages).some(([name, users]) => {
    const matches = name.endsWith('*')
      ? edge.specifier.startsWith(name.slice(0, -1))
      : edge.specifier === name || edge.specifier.startsWith(`${name}/`)
    return matches && (users.includes('*') || users.includes(edge.from))
  })
}

function isAllowed(edge: Import): boolean {
  const rule = ruleFor(edge.from)
  if (!rule) return false
  if (edge.isTypeOnly) return true
  const { target } = edge
  if (target === null) return isPackageAllowed(rule, edge)
  return isIn(target, rule.place) || rule.may.some((place) => isIn(target, place))
}

function findCycle(): string[] {
  const next = Map.groupBy(
    imports.filter((edge) => edge.target !== null),
    (edge) => edge.from,
  )
  const done = new Set<string>()
  function visit(file: string, trail: readonly string[]): string[] {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file]
    if (done.has(file)) return []
    const found = (next.get(file) ?? []).map((edge) => visit(edge.target ?? '', [...trail, file])).find((cycle) => cycle.length > 0)
    done.add(file)
    return found ?? []
  }
  return files.map((file) => visit(file, [])).find((cycle) => cycle.length > 0) ?? []
}

/** The engine's rooms, lowest first: none knows one above it, not even by its types. */
const ENGINE_ROOMS = ['src/causal/scene', 'src/causal/weigh', 'src/causal/families']

function isUpwards({ from, target }: Import): boolean {
  const own = ENGINE_ROOMS.findIndex((room) => isIn(from, room))
  if (target === null || own < 0) return false
  const theirs = ENGINE_ROOMS.findIndex((room) => isIn(target, room))
  return theirs > own || path.dirname(target) === 'src/causal'
}

const FAMILIES = 'src/causal/families'

/** One family of faults knows no other; `index.ts` lists them, and what two of them need stands in `shared/`. */
function isBetweenFamilies({ from, target }: Import): boolean {
  if (target === null || from === `${FAMILIES}/index.ts` || target === `${FAMILIES}/family.ts`) return false
  return isIn(from, FAMILIES) && path.dirname(target) === FAMILIES
}

describe('architecture', () => {
  it('reads real files and real imports', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(imports.length).toBeGreaterThan(40)
  })

  it('gives every file a place with rules', () => {
    expect(files.filter((file) => !ruleFor(file))).toEqual([])
  })

  it('has no arrow upwards between the rooms of the engine', () => {
    expect(imports.filter(isUpwards).map((edge) => `${edge.from} imports ${edge.specifier}`)).toEqual([])
  })

  it('reads diffs without knowing anything else of the program, not even its types', () => {
    const own = imports.filter(({ from }) => isIn(from, 'src/diffs'))

    expect(own.length).toBeGreaterThan(20)
    expect(
      own.filter(({ target }) => target === null || !isIn(target, 'src/diffs')).map((edge) => `${edge.from} imports ${edge.specifier}`),
    ).toEqual([])
  })

  it('lets no family of faults know another', () => {
    expect(imports.filter(isBetweenFamilies).map((edge) => `${edge.from} imports ${edge.specifier}`)).toEqual([])
  })

  it('lets each place import only what the table allows', () => {
    expect(imports.filter((edge) => !isAllowed(edge)).map((edge) => `${edge.from} imports ${edge.specifier}`)).toEqual([])
  })

  it('has no import cycle, types included', () => {
    expect(findCycle()).toEqual([])
  })

  it('keeps environment, clock and randomness in config, main and cli', () => {
    const outside = files.filter((file) => !MAY_HAVE_HIDDEN_INPUTS.some((place) => file.startsWith(place)))

    expect(outside.filter((file) => HIDDEN_INPUTS.test(readFileSync(file, 'utf8')))).toEqual([])
  })

  it('gives Telemetry nothing but reading and closing', () => {
    const port = readFileSync('src/telemetry/port.ts', 'utf8')

    expect([...port.matchAll(/^ {2}(\w+)[<(]/gm)].map((match) => match[1])).toEqual(['read', 'close'])
  })
})
