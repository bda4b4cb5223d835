import { describe, expect, it } from 'vitest'
import { logFile } from '../../../../benchmarks/real/recording/log-file.ts'

describe('benchmarks/real/recording/log-file', () => {
  it('writes each line as it was printed, without the colours of a terminal', () => {
    const at = new Date('2026-05-12T12:00:00Z')

    const file = logFile([
      { at, service: 'broker', message: '\u001B[38;5;160m[error]\u001B[0m closing "a"' },
      { at, service: 'broker', message: '\tat line 3' },
    ])

    expect(file).toBe(
      '{"timestamp":"2026-05-12T12:00:00.000Z","service":"broker","message":"[error] closing \\"a\\""}\n' +
        '{"timestamp":"2026-05-12T12:00:00.000Z","service":"broker","message":"\\tat line 3"}\n',
    )
  })
})
