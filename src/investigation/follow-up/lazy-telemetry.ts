import type { Telemetry } from '../../telemetry/port.ts'

/** Telemetry that is opened by its first read: most answers need none. A source that cannot be opened answers `error`. */
export function lazyTelemetry(open: () => Promise<Telemetry>): Telemetry {
  let opened: Promise<Telemetry | null> | null = null
  const first = () => (opened ??= open().catch(() => null))
  return {
    label: 'telemetry, opened when it is asked',
    async read(query, options) {
      const telemetry = await first()
      return telemetry === null
        ? { status: 'error', code: 'telemetry_failed', why: 'the source cannot be opened' }
        : telemetry.read(query, options)
    },
    async close() {
      if (opened !== null) await (await opened)?.close()
    },
  }
}
