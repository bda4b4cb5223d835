/**
 * The same function, which computes its answer once for each object that it is asked about: indexes and views of facts that many mechanisms ask for. The
 * object must not change, and what is remembered goes when it goes.
 */
export function perObject<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found.value
    const value = compute(key)
    known.set(key, { value })
    return value
  }
}
