import { describe, expect, it } from 'vitest'
import { changeFiles } from '../../../../benchmarks/real/recording/changes.ts'

const RELEASE = { version: '5.2.1', author: 'oskar', message: 'desk: another sentence', files: ['desk/a.ts'], diff: '+a\n' }

describe('benchmarks/real/recording/changes', () => {
  it('writes a deploy at the moment of the change, and the commit that it brought before', () => {
    const { commits, deploys } = changeFiles([{ ...RELEASE, service: 'desk', at: new Date('2026-05-12T12:01:30Z') }])

    expect(commits).toMatchObject([{ author: 'oskar', timestamp: '2026-05-12T12:00:00.000Z', files_changed: ['desk/a.ts'], diff: '+a\n' }])
    expect(deploys).toMatchObject([{ service: 'desk', version: '5.2.1', timestamp: '2026-05-12T12:01:30.000Z' }])
  })

  it('joins both by an id that is the same in every recording', () => {
    const made = (at: string) => changeFiles([{ ...RELEASE, service: 'desk', at: new Date(at) }])
    const [one, other] = [made('2026-05-12T12:00:00Z'), made('2026-05-13T12:00:00Z')]

    expect(one.deploys[0]).toMatchObject({ commit_sha: expect.stringMatching(/^[0-9a-f]{12}$/) })
    expect(one.commits[0]).toMatchObject({ sha: (one.deploys[0] as { commit_sha: string }).commit_sha })
    expect(other.deploys[0]).toMatchObject({ commit_sha: (one.deploys[0] as { commit_sha: string }).commit_sha })
  })
})
