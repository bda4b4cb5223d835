import { z } from 'zod'
import { part, type LeftOut } from '../domain/part.ts'
import { AppError, type ErrorCode } from '../errors.ts'

// What crosses between the program and the processes of its pool, as structured clones. The program parses each envelope; what a call or an
// ending carries is parsed by who knows its type, and evidence crosses as text (evidence/stored-evidence.ts) that nobody on the way takes apart.

/** To a process: do this, or what became of what it asked for. */
export type ToProcess =
  | { readonly kind: 'start'; readonly task: string; readonly input: unknown; readonly care: SentCare; readonly isStopped: boolean }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: CrossedError }
  | { readonly kind: 'stop' }

export interface SentCare {
  readonly isOneAtATime: boolean
  readonly leftOut: readonly LeftOut[]
}

const crossedError = z.object({
  message: z.string(),
  /** Null for what is no `AppError`. */
  code: z.string().nullable(),
  remedy: z.string(),
})
export type CrossedError = z.infer<typeof crossedError>

/** From a process. `call` wants an answer under its id, `tell` wants none. */
export const fromProcess = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('begins'), part }),
  z.object({ kind: z.literal('ends'), part }),
  z.object({ kind: z.literal('call'), id: z.number().int(), name: z.string(), value: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.number().int(), isTimeout: z.boolean() }),
  z.object({ kind: z.literal('tell'), name: z.string(), value: z.unknown() }),
  z.object({ kind: z.literal('ended'), value: z.unknown(), peakBytes: z.number() }),
  z.object({ kind: z.literal('failed'), error: crossedError, peakBytes: z.number() }),
])
export type FromProcess = z.infer<typeof fromProcess>

/** An error as it crosses: what people are told of it, and its message where nobody is. */
export function crossError(error: unknown): CrossedError {
  if (error instanceof AppError) return { message: error.message, code: error.code, remedy: error.remedy }
  return { message: error instanceof Error ? `${error.name}: ${error.message}` : String(error), code: null, remedy: '' }
}

/** The error on the other side. */
export function reviveError({ message, code, remedy }: CrossedError): Error {
  return code === null ? new Error(message) : new AppError(code as ErrorCode, message, { remedy })
}
