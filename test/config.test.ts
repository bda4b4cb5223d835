import { describe, expect, it } from 'vitest'
import { loadConfig, parseConfig } from '../src/config.ts'
import { AppError } from '../src/errors.ts'

const SMALLEST = `
environments: { shop: { sources: [{ kind: snapshot, dir: ./incident }] } }
channels: [{ match: "inc-*", environment: shop }]
`

function problemsOf(text: string): string {
  try {
    parseConfig(text, 'firstcause.yaml')
  } catch (error) {
    if (error instanceof AppError) return `${error.code}\n${error.message}\n${error.remedy}`
    throw error
  }
  return ''
}

describe('config', () => {
  it('needs environments and channels only, and takes folders from where the file stands', () => {
    const config = parseConfig(SMALLEST, '/etc/firstcause/firstcause.yaml')

    expect(config.environments['shop']?.sources).toEqual([{ kind: 'snapshot', dir: '/etc/firstcause/incident' }])
    expect(config).toMatchObject({
      budgets: { wallSeconds: 600 },
      policy: { approvers: { users: [] } },
      escalation: { targets: [] },
      digest: [],
    })
  })

  it('reads the lists of the redactor, and says of each entry that cannot be one why', () => {
    const lists = 'redaction: { allow: [publicToken], deny: [customerNumber, Project Bluebird] }'
    const wrong = `redaction: { deny: ["ab", 'say "x"', "true", 4711] }`

    expect(parseConfig(`${SMALLEST}${lists}`, 'x.yaml').redaction).toEqual({
      allow: ['publicToken'],
      deny: ['customerNumber', 'Project Bluebird'],
    })
    expect(parseConfig(SMALLEST, 'x.yaml').redaction).toEqual({ allow: [], deny: [] })
    expect(problemsOf(`${SMALLEST}${wrong}`)).toMatch(
      /deny\.0: an entry has at least 3 characters[^]*deny\.1: .*without quotes[^]*deny\.2: this would mask[^]*deny\.3: write each entry as text/,
    )
  })

  it('reads the whole shape of the design', () => {
    const config = parseConfig(
      `
environments:
  shop: { sources: [ { kind: snapshot, dir: ./incident } ] }
channels:
  - { match: "inc-*", environment: shop, start: mention }
policy:
  mayRead: [kubernetes, metrics, logs, traces, changes]
  mayPropose: [rollback, restart, scale, flag_off]
  approvers: { users: [], groups: [], twoPersonFrom: high }
  sensitive: [ { namespace: "payments*" } ]
objectives: { firstCandidateSeconds: 180, evidenceSeconds: 600 }
budgets: { turns: 12, inputTokens: 200000, costUsd: 1.0, wallSeconds: 600 }
escalation: { targets: [ { kind: slack_channel, id: C0ESC } ] }
digest: [ { channel: C0INC, cron: "0 9 * * 1", timeZone: Europe/Berlin } ]
models:
  careful: { provider: anthropic, api: messages, id: "m", price: { asOf: 2026-11-01, inputPerMTok: 0, cachedPerMTok: 0, outputPerMTok: 0 } }
  local: { provider: openai, api: chat, id: "m", baseUrlEnv: OPENAI_BASE_URL }
`,
      'firstcause.yaml',
    )

    expect(config.digest).toEqual([{ channel: 'C0INC', cron: '0 9 * * 1', timeZone: 'Europe/Berlin' }])
    expect(config.policy.mayRead).toHaveLength(5)
  })

  it('takes one folder of runbooks or several, from where the file stands', () => {
    const folders = (line: string) => parseConfig(`${SMALLEST}${line}`, '/etc/firstcause/firstcause.yaml').runbooks.dirs

    expect(folders('')).toEqual([])
    expect(folders('runbooks: { dir: ./runbooks }')).toEqual(['/etc/firstcause/runbooks'])
    expect(folders('runbooks: { dir: [a, /b] }')).toEqual(['/etc/firstcause/a', '/b'])
    expect(problemsOf(`${SMALLEST}runbooks: { dir: [] }`)).toContain('runbooks.dir: name at least one folder')
    for (const line of ['runbooks: { dir: 3 }', 'runbooks: {}'])
      expect(problemsOf(`${SMALLEST}${line}`)).toContain('runbooks.dir: name a folder, or a list of at least one')
    expect(problemsOf(`${SMALLEST}runbooks: { dir: x, depth: 2 }`)).toContain('runbooks: unknown key "depth"')
  })

  it('reports all problems at once, each with its place and what to do', () => {
    const problems = problemsOf(`
environments: { shop: { sources: [] } }
channels: [{ match: "inc-*", environment: shopp, colour: red }]
digest: [{ channel: inc, cron: "often", timeZone: Mars/North }]
escalations: {}
`)

    expect(problems).toContain('config_invalid')
    expect(problems).toContain('environments.shop.sources: name at least one source')
    expect(problems).toContain('channels.0: unknown key "colour"; remove it or correct its spelling')
    expect(problems).toContain('digest.0.channel: a Slack channel id starts with C or G')
    expect(problems).toContain('digest.0.cron: a cron line has five fields')
    expect(problems).toContain('digest.0.timeZone: not a time zone; write it as in Europe/Berlin')
    expect(problems).toContain('top level: unknown key "escalations"')
  })

  it('takes linked sources, with their window in seconds and their files from the folder of the configuration', () => {
    const config = parseConfig(
      `
environments:
  shop:
    window: 90m
    sources:
      - { kind: kubernetes, name: prod, kubeconfig: ./kube, context: prod, namespaces: [shop] }
      - { kind: prometheus, url: "https://prometheus.example.com/prefix", auth: { bearerEnv: PROM_TOKEN }, caFile: ca.pem, limits: { concurrency: 2 } }
channels: []
`,
      '/etc/firstcause/firstcause.yaml',
    )
    expect(config.environments['shop']).toMatchObject({
      window: 5400,
      sources: [
        { kind: 'kubernetes', name: 'prod', kubeconfig: '/etc/firstcause/kube', namespaces: ['shop'] },
        { kind: 'prometheus', name: 'prometheus', caFile: '/etc/firstcause/ca.pem', limits: { concurrency: 2 } },
      ],
    })
  })

  it.each([
    ['{ kind: loki, url: "http://logs" }', 'the source kinds are: snapshot, kubernetes, prometheus'],
    ['{ kind: prometheus, url: "http://user:secret@host" }', 'without user, query or fragment; credentials go under auth'],
    ['{ kind: prometheus, url: "prometheus:9090" }', 'write an address such as https://prometheus.example.com'],
    ['{ kind: prometheus, url: "http://host", auth: { bearer: abc } }', 'write { bearerEnv: VARIABLE }'],
    ['{ kind: kubernetes }', 'name a kubeconfig, or set inCluster: true'],
    ['{ kind: kubernetes, kubeconfig: a, inCluster: true }', 'name a kubeconfig, or set inCluster: true'],
    ['{ kind: kubernetes, kubeconfig: a, namespaces: [Shop] }', 'not a name of a namespace'],
    ['{ kind: kubernetes, kubeconfig: a, journal: true }', 'write false, or { keep: 7d, maxBytes: 200MB }'],
    ['{ kind: kubernetes, kubeconfig: a, journal: { maxBytes: 5 } }', 'journal'],
    ['{ kind: prometheus, url: "http://a" }, { kind: prometheus, url: "http://b" }', 'two sources are called "prometheus"'],
    ['{ kind: snapshot, dir: a }, { kind: prometheus, url: "http://b" }', 'a recorded incident stands alone in its environment'],
  ])('refuses %s, and says what to write', (sources, words) => {
    expect(problemsOf(`environments: { shop: { sources: [${sources}] } }\nchannels: []`)).toContain(words)
  })

  it('keeps a journal of each cluster unless it says otherwise', () => {
    const journals = ['', ', journal: { keep: 2d, maxBytes: 1GB }', ', journal: { keep: 12h }', ', journal: false'].map((journal) => {
      const { environments } = parseConfig(
        `environments: { shop: { sources: [{ kind: kubernetes, kubeconfig: a${journal} }] } }\nchannels: []`,
        '/etc/firstcause.yaml',
      )
      const source = environments['shop']?.sources[0]
      return source?.kind === 'kubernetes' ? source.journal : null
    })
    expect(journals).toEqual([
      { keep: 604_800, maxBytes: 200_000_000 },
      { keep: 172_800, maxBytes: 1_000_000_000 },
      { keep: 43_200, maxBytes: 200_000_000 },
      false,
    ])
  })

  it('names a channel rule whose environment does not exist', () => {
    expect(problemsOf(SMALLEST.replace('environment: shop', 'environment: shopp'))).toContain(
      'channels.0.environment: there is no environment "shopp"',
    )
  })

  it('says which line of the YAML cannot be read', () => {
    expect(problemsOf('environments: {\n  shop: [')).toMatch(/line \d+: the YAML cannot be read/)
  })

  it('says what to do when the file is not there', async () => {
    await expect(loadConfig('/nowhere/firstcause.yaml')).rejects.toMatchObject({
      code: 'config_missing',
      remedy: expect.stringContaining('FIRSTCAUSE_CONFIG'),
    })
  })
})
