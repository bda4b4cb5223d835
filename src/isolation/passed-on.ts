/** Variables that tune how a process of the pool reads; they hold no secret. package.json sets them and says nothing else with them. */
const NAMES = ['DUCKDB_JE_MALLOC_CONF', 'UV_THREADPOOL_SIZE'] as const

/** What of the program's environment a process of the pool is given. */
export function passedOn(environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = environment[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
