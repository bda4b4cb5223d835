import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnosis } from '../../src/domain/diagnosis.ts'
import { writeDrill } from '../../src/drills/write-drill.ts'
import { planDrills } from '../../src/drills/plan-drills.ts'

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function firstcause(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (ended.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (ended.stderr += String(chunk)))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...ended })))
}

describe('cli/investigate', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'firstcause-cli-'))
  const incident = path.join(dir, 'incident')
  const healthy = path.join(dir, 'healthy')
  let cause: string
  beforeAll(() => {
    const [flag] = planDrills({ kind: 'flag_flipped', seed: 3, scale: 'small' })
    const [calm] = planDrills({ kind: 'healthy', seed: 3, scale: 'small' })
    if (!flag || !calm) throw new Error('no drill was planned')
    cause = writeDrill(flag.spec, incident, () => undefined).truth.rootCauses[0] ?? ''
    writeDrill(calm.spec, healthy, () => undefined)
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it('prints a diagnosis that its own schema accepts, and nothing else, on stdout', async () => {
    const { code, stdout, stderr } = await firstcause('investigate', '--snapshot', incident, '--json')

    const parsed = diagnosis.parse(JSON.parse(stdout))
    expect(code).toBe(0)
    expect(parsed.rootCauses.map(({ entity }) => entity)).toEqual([cause])
    expect(parsed.summary.startsWith(cause)).toBe(true)
    expect(parsed.rootCauses[0]?.disconfirmingReads.length).toBeGreaterThan(0)
    expect(stderr).toContain('reading Kubernetes objects')
    expect(stderr).toContain(cause)
  })

  it('starts the text for people with the cause and lists receipts, ruled out and not checked', async () => {
    const { code, stdout } = await firstcause('investigate', '--snapshot', incident)

    expect(code).toBe(0)
    expect(stdout.startsWith(cause)).toBe(true)
    for (const title of ['Root cause: ', 'Ruled out', 'Not checked', 'Next', 'Receipts']) expect(stdout).toContain(title)
  })

  it('ends with 0 and names nothing on a healthy system', async () => {
    const { code, stdout } = await firstcause('investigate', '--snapshot', healthy, '--json')

    const parsed = diagnosis.parse(JSON.parse(stdout))
    expect(code).toBe(0)
    expect(parsed).toMatchObject({ outcome: 'no_cause', rootCauses: [], alternatives: [] })
    expect(parsed.reasons.length).toBeGreaterThan(0)
  })

  it('ends with 1 and says what to do when the folder is absent, empty or something else', async () => {
    const empty = path.join(dir, 'empty')
    const other = path.join(dir, 'other')
    mkdirSync(empty)
    mkdirSync(other)
    writeFileSync(path.join(other, 'notes.txt'), 'hello')

    for (const folder of [path.join(dir, 'nowhere'), empty, other]) {
      const { code, stdout, stderr } = await firstcause('investigate', '--snapshot', folder)

      expect(code).toBe(1)
      expect(stdout).toBe('')
      expect(stderr).toContain(folder)
      expect(stderr).not.toMatch(/\n\s+at /)
    }
  })

  it('ends with 2 on an unknown command, an unknown option and a missing one', async () => {
    const wrong = [['invesitgate'], ['investigate', '--snapshoot', incident], ['investigate']]

    for (const args of wrong) {
      const { code, stderr } = await firstcause(...args)

      expect(code).toBe(2)
      expect(stderr).not.toBe('')
      expect(stderr).not.toMatch(/\n\s+at /)
    }
  })
})
