import { readDumpClock } from '../cluster-dump/dump-clock.ts'

/** The newest moment (UTC) that descriptions print in full (`Mon, 30 Nov 2026 04:02:08 +0000`); null when none does. */
export function readPrintedClock(texts: Iterable<string>): Date | null {
  return readDumpClock(texts).takenAt
}
