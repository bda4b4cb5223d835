import type { EntityId } from '../domain/entity.ts'
import type { JournalHead } from '../domain/journal.ts'
import { JOURNALED, listPath } from '../telemetry/live/kubernetes/kinds.ts'
import { followKind, type FollowPorts, type Head } from './follow-kind.ts'

export interface KeptCluster {
  /** Null: every namespace. */
  readonly namespaces: readonly string[] | null
  /** Watched where not all of them may be. */
  readonly ownNamespace: string
  /** What the journal holds of it already. */
  readonly heads: readonly JournalHead[]
  /** When a keeper was last heard of; null for never. */
  readonly heldBefore: Date | null
}

export interface KeeperPorts extends FollowPorts {
  /** Says that we are here. False when another keeper has taken over. */
  readonly renew: () => Promise<boolean>
}

/** How often the keeper says that it is here; a third of how long the others wait for it. */
export const RENEW_MS = 10_000

/**
 * Keeps the journal of one cluster: follows each kind in each place, and renews what it holds. Resolves when `signal` aborts or another keeper has taken over; rejects when what was found out cannot
 * be stored.
 */
export async function keepJournal(cluster: KeptCluster, ports: KeeperPorts): Promise<'stopped' | 'taken_over'> {
  const ending = new AbortController()
  const signal = AbortSignal.any([ports.signal, ending.signal])
  const heads = new Map<EntityId, Head>(cluster.heads.map(({ entity, ...head }) => [entity, head]))
  const places = await placesOf(cluster, { ...ports, signal })
  const followers = places.flatMap((namespace) =>
    JOURNALED.map((kind) => followKind({ kind, namespace, heads, heldBefore: cluster.heldBefore }, { ...ports, signal })),
  )
  try {
    const [end] = await Promise.all([renewing({ ...ports, signal }), ...followers.map((follower) => follower.catch(stop))])
    return end
  } finally {
    ending.abort()
  }

  async function renewing({ renew, wait, signal }: KeeperPorts): Promise<'stopped' | 'taken_over'> {
    while (!signal.aborted) {
      if (!(await renew())) {
        ending.abort()
        return 'taken_over'
      }
      await wait(RENEW_MS, signal)
    }
    return 'stopped'
  }

  function stop(error: unknown): never {
    ending.abort()
    throw error
  }
}

/** Everywhere where that is allowed. */
async function placesOf({ namespaces, ownNamespace }: KeptCluster, { ask, signal }: KeeperPorts): Promise<readonly (string | null)[]> {
  if (namespaces !== null) return namespaces
  const [kind] = JOURNALED
  if (kind === undefined) return []
  const answer = await ask({ method: 'GET', path: listPath(kind, null), parameters: [['limit', '1']] }, signal)
  return answer.ending === 'forbidden' ? [ownNamespace] : [null]
}
