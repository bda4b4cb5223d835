import type { Evidence } from '../../domain/evidence.ts'
import type { QueryKind } from '../../domain/telemetry-rows.ts'

/**
 * Everything the engine may know: recorded evidence by kind of query. A kind that was not read is absent; a kind that was read
 * and had nothing is present with `no_data`. The engine treats both as holes, never as health. Examples may have been read
 * several times for different entities, so every kind is a list.
 */
export type Facts = { readonly [K in QueryKind]?: readonly Evidence<K>[] }
