import { EFFECTS_OF_CODE } from './effects/of-code.ts'
import { EFFECTS_OF_DATA } from './effects/of-data.ts'
import { EFFECTS_OF_SETTINGS } from './effects/of-settings.ts'
import type { Effect } from './effects/effect.ts'
import type { HazardKind } from '../../../diffs/hazard.ts'

/** One entry for each kind of hazard. The classes follow from what the runtime does when it happens, not from any incident. */
export const EFFECTS: Readonly<Record<HazardKind, Effect>> = { ...EFFECTS_OF_SETTINGS, ...EFFECTS_OF_DATA, ...EFFECTS_OF_CODE }
