import type { Store } from '../../src/store/port.ts'

/** A store that does not answer: every call waits until `release`, or fails after `fail`. */
export interface HeldStore {
  readonly wrap: (store: Store) => Store
  readonly release: () => void
  readonly fail: () => void
}

/** Holds the named methods back, or all of them. */
export function holdStore(methods?: readonly (keyof Store)[]): HeldStore {
  const gate = Promise.withResolvers<void>()
  // Whoever holds it back may never let anybody wait for it.
  gate.promise.catch(() => undefined)
  return {
    wrap: (store) =>
      new Proxy(store, {
        get(target, name: keyof Store) {
          const method = target[name] as (...parts: unknown[]) => Promise<unknown>
          if (methods && !methods.includes(name)) return method.bind(target)
          return async (...parts: unknown[]) => {
            await gate.promise
            return method.apply(target, parts)
          }
        },
      }),
    release: () => gate.resolve(),
    fail: () => gate.reject(new Error('the database is gone')),
  }
}
