import type { TownCase } from '../../town-case.ts'
import { HARMLESS } from './harmless.ts'
import { LOAD } from './load.ts'
import { REACH } from './reach.ts'
import { RELEASES } from './releases.ts'
import { SETTINGS } from './settings.ts'

/** Every change that is made and recorded; a new one is an entry in one of these lists. */
export const CASES: readonly TownCase[] = [...RELEASES, ...SETTINGS, ...REACH, ...LOAD, ...HARMLESS]
