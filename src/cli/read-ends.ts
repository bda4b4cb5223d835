import { z } from 'zod'
import type { AskedEnds } from '../domain/asked-period.ts'
import { AppError } from '../errors.ts'

interface EndOptions {
  readonly from?: string
  readonly to?: string
}

/** Precision -1 is a time to the minute. */
const exactTime = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })])

/** The period of `--from` and `--to`; null without either. Throws `usage_wrong` for what is no exact time, and for an end that is not after its start. */
export function readEnds(options: EndOptions): AskedEnds | null {
  if (options.from === undefined && options.to === undefined) return null
  const from = timeOf('--from', options.from)
  const to = timeOf('--to', options.to)
  if (from !== null && to !== null && from >= to) {
    throw new AppError('usage_wrong', `--from ${from.toISOString()} is not before --to ${to.toISOString()}`, {
      remedy: 'Name a period that ends after it starts.',
    })
  }
  return { from, to }
}

function timeOf(option: string, text: string | undefined): Date | null {
  if (text === undefined) return null
  if (exactTime.safeParse(text).success) return new Date(text)
  throw new AppError('usage_wrong', `${option} takes a time of ISO 8601 with its offset, not "${text}"`, {
    remedy: `For example ${option} 2026-05-27T14:02:00Z or ${option} 2026-05-27T16:02+02:00.`,
  })
}
