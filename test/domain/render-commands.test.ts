import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderArguments, renderCommands } from '../../src/domain/render-commands.ts'
import { hostileName } from '../support/hostile-text.ts'
import { readByShell } from '../support/read-by-shell.ts'

/** Each run starts a shell, about three milliseconds. */
const SHELL_RUNS = 40

describe('domain/render-commands', () => {
  it('quotes so that a shell has exactly the argument list again, whatever stands in it', () => {
    // U+0000 cannot stand in an argument of any program; U+0001 is how the test tells calls apart.
    const argument = hostileName.filter((text) => !text.includes('\u0000') && !text.includes('\u0001')).map((text) => text.toWellFormed())
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 5 }), (words) => {
        const { calls, files } = readByShell(renderArguments(['kubectl', ...words]))

        expect(calls).toEqual([['kubectl', ...words]])
        expect(files).toEqual([])
      }),
      { numRuns: SHELL_RUNS },
    )
  })

  it('gives a line for names that fit, which the shell runs as the same argument lists', () => {
    const get = { arguments: ['kubectl', '-n', 'shop', 'get', 'networkpolicy', 'deny-all', '-o', 'yaml'], saveTo: 'deny-all.yaml' }
    const remove = { arguments: ['kubectl', '-n', 'shop', 'delete', 'networkpolicy', 'deny-all'] }

    const line = renderCommands([get, remove]) ?? ''

    expect(line).toBe('kubectl -n shop get networkpolicy deny-all -o yaml > deny-all.yaml && kubectl -n shop delete networkpolicy deny-all')
    expect(readByShell(line).calls).toEqual([get.arguments, remove.arguments])
    expect(readByShell(line).files).toEqual(['deny-all.yaml'])
  })

  it('gives no line when one command of several does not fit', () => {
    expect(renderCommands([{ arguments: ['git', 'revert', 'abcdef1'] }, { arguments: ['git', 'revert', '$(reboot)'] }])).toBeNull()
  })

  it('gives no line for no command', () => {
    expect(renderCommands([])).toBeNull()
  })
})
