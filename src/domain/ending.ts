import { z } from 'zod'

/**
 * How a reading, or the listing of one kind of object, can end; live and recorded sources know no other endings. Only `no_data` says that something is
 * not there, and none that it is well.
 */
export const ending = z.enum(['ok', 'no_data', 'forbidden', 'unknown', 'ambiguous', 'incomplete', 'error'])
export type Ending = z.infer<typeof ending>
