import { storableText } from '../domain/storable-text.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'

/**
 * The client with every text of every statement made storable, whoever built it: an entity, a channel name or a mechanism with U+0000 in it
 * would be refused each time it is tried again. Raw statements are left as they are; theirs are ids and words made of letters and digits.
 */
export function withStorableArguments(client: PrismaClient): PrismaClient {
  const extended = client.$extends({
    query: { $allModels: { $allOperations: ({ args, query }) => query(storable(args) as typeof args) } },
  })
  // The extension adds no method and takes none away, which its type cannot say.
  return extended as unknown as PrismaClient
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storable)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, storable(inner)]))
}

/** Dates, buffers and Prisma's own values pass as they are. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
