import { BEHAVIOUR } from './behaviour.ts'
import { CAPACITY } from './capacity.ts'
import { CONTRACTS } from './contracts.ts'
import { DATA_CONTRACTS } from './data-contracts.ts'
import { DOSE } from './dose.ts'
import { FRESH } from './fresh.ts'
import { HIDDEN_COSTS } from './hidden-costs.ts'
import { LAYERS_BELOW } from './layers-below.ts'
import { OPERATIONS } from './operations.ts'
import { QUIET_EDITS } from './quiet-edits.ts'
import { SMALL_EDITS } from './small-edits.ts'
import type { Story } from './story.ts'

/** Every invented incident of the shop. */
export const STORIES: readonly Story[] = [
  ...CAPACITY,
  ...CONTRACTS,
  ...BEHAVIOUR,
  ...OPERATIONS,
  ...FRESH,
  ...DATA_CONTRACTS,
  ...HIDDEN_COSTS,
  ...LAYERS_BELOW,
  ...SMALL_EDITS,
  ...DOSE,
  ...QUIET_EDITS,
]
