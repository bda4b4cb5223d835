import { BYTES } from './bytes.ts'
import { FILES } from './files.ts'
import type { HostileInput } from './hostile-input.ts'
import { LINES } from './lines.ts'
import { NUMBERS } from './numbers.ts'
import { STRUCTURES } from './structures.ts'

export type { HostileInput } from './hostile-input.ts'

/** Recorded folders made to harm who reads them, each with the ending that it must have. */
export const HOSTILE_INPUTS: readonly HostileInput[] = [...LINES, ...BYTES, ...FILES, ...STRUCTURES, ...NUMBERS]
