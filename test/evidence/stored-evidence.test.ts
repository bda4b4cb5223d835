import { describe, expect, it } from 'vitest'
import { packEvidence, unpackEvidence } from '../../src/evidence/stored-evidence.ts'
import { anEvidence } from '../support/investigation.ts'

describe('src/evidence/stored-evidence', () => {
  it('gives back what was packed, with its dates', () => {
    expect(unpackEvidence(packEvidence(anEvidence('E3', 'a\u0000b')))).toEqual(anEvidence('E3', 'a\u0000b'))
  })

  it('says so when the reading is not the one that was hashed', () => {
    const packed = packEvidence(anEvidence())

    const changed = { ...packed, readingJson: packed.readingJson.replace('BackOff', 'Started') }

    expect(() => unpackEvidence(changed)).toThrow(expect.objectContaining({ code: 'store_tampered' }))
  })

  it('says so when a version that knew more recorded it', () => {
    const packed = packEvidence({ ...anEvidence(), query: { kind: 'tea_leaves' } as never })

    expect(() => unpackEvidence(packed)).toThrow(
      expect.objectContaining({ code: 'store_incompatible', message: expect.stringContaining('E1') }),
    )
  })
})
