import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnosis } from '../../src/domain/diagnosis.ts'
import { firstcause } from '../support/command-line.ts'
import { drillFolder } from '../support/drill.ts'

const STACK_TRACE = /^\s+at .*:\d+/m

describe('acceptance/45 bad input, on the command line', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'firstcause-bad-'))
  const incident = path.join(root, 'incident')
  const traces = path.join(incident, 'otel_traces_raw.tsv')
  const logs = path.join(incident, 'otel_logs_raw.tsv')
  const events = path.join(incident, 'k8s_events_raw.tsv')
  beforeAll(() => {
    for (const name of ['empty', 'photos']) mkdirSync(path.join(root, name))
    writeFileSync(path.join(root, 'photos', 'holiday.txt'), 'sea')
    cpSync(drillFolder('flag_flipped'), incident, { recursive: true })
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it.each([
    ['a folder that is no recorded incident', 'photos', 'is no recorded incident', 'snapshot'],
    ['an empty folder', 'empty', 'is empty', 'Name the folder'],
    ['a path that does not exist', 'nowhere', 'there is no file or folder', 'Name the folder'],
    ['a file', path.join('photos', 'holiday.txt'), 'is no recorded incident', 'Name what kubectl wrote'],
  ])('ends with 1 for %s, names it and says what to do', async (_what, name, wrong, remedy) => {
    const { code, stdout, stderr } = await firstcause('investigate', '--snapshot', path.join(root, name))

    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain(path.join(root, name))
    expect(stderr).toContain(wrong)
    expect(stderr).toContain(remedy)
    expect(stderr).not.toMatch(STACK_TRACE)
  })

  it.each([
    ['an unknown command', ['invesitgate'], "unknown command 'invesitgate'"],
    ['an unknown flag', ['investigate', '--snapshot', 'x', '--fast'], "unknown option '--fast'"],
    ['nothing to look at', ['investigate'], 'Add --kubeconfig FILE, --prometheus URL, --environment NAME or --snapshot PATH'],
    ['a recording and a cluster', ['investigate', '--snapshot', 'a', '--kubeconfig', 'b'], 'Name one of them'],
    ['a namespace of no cluster', ['investigate', '--prometheus', 'http://a', '--namespace', 'shop'], 'Add --kubeconfig FILE'],
    ['an address that is none', ['investigate', '--prometheus', 'prometheus:9090'], 'url: write an address such as'],
    ['an unknown kind of drill', ['drill', '--out', 'x', '--kind', 'gremlins'], 'gremlins'],
    ['more life than there is', ['drill', '--out', 'x', '--life', '2'], 'a number from 0 to 1'],
    ['a drill into a place where nobody can make folders', ['drill', '--out', '/proc/x'], '/proc/x'],
    ['a drill into a file', ['drill', '--out', '/dev/null/x'], 'Choose a folder that you may write to'],
  ])('ends with 2 for %s and says what is wrong', async (_what, args, wrong) => {
    const { code, stdout, stderr } = await firstcause(...args)

    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(wrong)
    expect(stderr).not.toMatch(STACK_TRACE)
  })

  it('answers with 0 from a truncated file, a wrong clock and a huge record, and names file and record', async () => {
    truncateSync(traces, Math.floor(readFileSync(traces).length * 0.9))
    const [header = '', ...records] = readFileSync(logs, 'utf8').split('\n')
    writeFileSync(logs, [header, ...records].join('\n').replaceAll(/^20\d\d-/gm, '2031-'))
    const huge = (readFileSync(events, 'utf8').split('\n')[1] ?? '').replace(/\t/, `\t${'x'.repeat(3_000_000)}`)
    writeFileSync(events, `${readFileSync(events, 'utf8')}${huge}\n`)

    const { code, stdout, stderr } = await firstcause('investigate', '--snapshot', incident, '--json')

    const answer = diagnosis.parse(JSON.parse(stdout))
    const why = answer.notChecked.map((entry) => entry.why).join('\n')
    expect(code).toBe(0)
    expect(why).toMatch(/otel_traces_raw\.tsv record \d+: /)
    expect(why).toContain('its clock is wrong')
    expect(why).toContain('k8s_events_raw.tsv')
    expect(answer.rootCauses.map(({ confidenceWord }) => confidenceWord)).not.toContain('verified')
    expect(stderr).not.toMatch(STACK_TRACE)
  })
})
