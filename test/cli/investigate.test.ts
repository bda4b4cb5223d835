import { describe, expect, it } from 'vitest'
import { diagnosis } from '../../src/domain/diagnosis.ts'
import { firstcause } from '../support/command-line.ts'
import { drillFolder, drillTruth } from '../support/drill.ts'
import { ACTING_CHARACTERS } from '../support/hostile-words.ts'

// What it says to wrong words and to folders that are no incident: test/acceptance/45-bad-input-command-line.test.ts.
describe('cli/investigate', () => {
  const incident = drillFolder('flag_flipped')
  const [cause = ''] = drillTruth('flag_flipped').rootCauses

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
    const { code, stdout, stderr } = await firstcause('investigate', '--snapshot', incident)

    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout.startsWith(cause)).toBe(true)
    for (const title of ['Root cause: ', 'Ruled out', 'Not checked', 'Next', 'Receipts']) expect(stdout).toContain(title)
  })

  it('says what is wrong with a path or an option without letting it act on the terminal', async () => {
    const title = '\u001b]0;owned\u0007\u202e'

    const [path, option] = await Promise.all([
      firstcause('investigate', '--snapshot', `/nowhere/${title}`),
      firstcause('investigate', `--${title}`),
    ])

    expect([path.code, option.code]).toEqual([1, 2])
    expect(`${path.stderr}${option.stderr}`).not.toMatch(ACTING_CHARACTERS)
    for (const { stderr } of [path, option]) expect(stderr).toContain('\\x1b]0;owned\\x07\\u202e')
  })

  it('ends with 0 and names nothing on a healthy system', async () => {
    const { code, stdout, stderr } = await firstcause('investigate', '--snapshot', drillFolder('healthy'), '--json')

    expect({ code, stderr }).toMatchObject({ code: 0 })
    const parsed = diagnosis.parse(JSON.parse(stdout))
    // A read that took too long on a busy machine would be named here, and explain an answer that is not sure.
    expect(parsed.notChecked.filter(({ why }) => why.includes('timed out'))).toEqual([])
    expect(parsed).toMatchObject({ outcome: 'no_cause', rootCauses: [], alternatives: [] })
    expect(parsed.reasons.length).toBeGreaterThan(0)
  })
})
