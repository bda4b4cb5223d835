import { describe, expect, it } from 'vitest'
import { investigateHere } from '../../src/investigation/investigate-here.ts'
import type { RunPorts } from '../../src/investigation/ports.ts'
import { NOON } from '../support/investigation.ts'

const INPUT = { investigationId: null, environment: 'shop', mayRead: () => true }

function ports(overrides: Partial<RunPorts> = {}): RunPorts {
  const { signal } = new AbortController()
  return { clock: () => NOON, signal, recorded: [], append: async () => {}, progress: () => {}, ...overrides }
}

describe('src/investigation/investigate-here', () => {
  it('closes telemetry when what was read cannot be kept', async () => {
    let isClosed = false
    const read = async () => ({ status: 'no_data' as const, why: 'nothing', problems: [] })
    const investigate = investigateHere(async () => ({ label: 'none', read, close: async () => void (isClosed = true) }))

    const attempt = investigate(INPUT, ports({ append: () => Promise.reject(new Error('the database is gone')) }))

    await expect(attempt).rejects.toThrow('the database is gone')
    expect(isClosed).toBe(true)
  })
})
