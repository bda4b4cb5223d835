import type { TownCase } from '../../town-case.ts'
import { ADDRESSES } from './addresses.ts'
import { CONTAINERS } from './containers.ts'
import { HARMLESS } from './harmless.ts'
import { PLACEMENT } from './placement.ts'
import { REFERENCES } from './references.ts'

/** Every change that is made and recorded; a new one is an entry in one of these lists. */
export const CASES: readonly TownCase[] = [...ADDRESSES, ...REFERENCES, ...CONTAINERS, ...PLACEMENT, ...HARMLESS]
