/** Tells a run of this process at once that somebody asked to stop it; runs of other processes find out from the store. */
export interface StopBoard {
  /** Calls `onStop` with who asked; returns the way to stop watching. */
  watch(investigationId: string, onStop: (by: string) => void): () => void
  tell(investigationId: string, by: string): void
}

export function createStopBoard(): StopBoard {
  const watchers = new Map<string, Set<(by: string) => void>>()
  return {
    watch(investigationId, onStop) {
      const own = watchers.get(investigationId) ?? new Set()
      watchers.set(investigationId, own.add(onStop))
      return () => {
        own.delete(onStop)
        if (own.size === 0) watchers.delete(investigationId)
      }
    },
    tell(investigationId, by) {
      for (const onStop of watchers.get(investigationId) ?? []) onStop(by)
    },
  }
}
