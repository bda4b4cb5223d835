import { describe, expect, it } from 'vitest'
import { renderDiagnosis } from '../../src/cli/render-diagnosis.ts'
import { hostileDiagnosis } from '../support/hostile-diagnosis.ts'
import { ACTING_CHARACTERS } from '../support/hostile-words.ts'

describe('cli/render-diagnosis', () => {
  it('prints no sequence of a terminal, from whatever field', () => {
    const text = renderDiagnosis(hostileDiagnosis())

    expect(text).not.toMatch(ACTING_CHARACTERS)
    expect(text).toContain('\\x1b[31mred')
    expect(text).toContain('\\u202eright-to-left')
  })

  it('lets no text start a line of its own', () => {
    const lines = renderDiagnosis(hostileDiagnosis()).split('\n')

    expect(lines.filter((line) => /^\s*(?:[*_>•`~]|R9)/u.test(line))).toEqual([])
  })

  it('shows what to do in words where there is no command, and both where there is one', () => {
    const [action] = hostileDiagnosis().proposedActions
    if (action === undefined) throw new Error('no action')
    const next = (over: object) =>
      renderDiagnosis({ ...hostileDiagnosis(), proposedActions: [{ ...action, risk: 'none.', ...over }] }).match(/Next\n(.*)\n/)?.[1]

    expect(next({ what: 'revert the commit', command: '' })).toBe('  revert the commit   (risk: none.)')
    expect(next({ what: 'revert the commit', command: 'git revert abcdef1' })).toBe(
      '  revert the commit: git revert abcdef1   (risk: none.)',
    )
  })
})
