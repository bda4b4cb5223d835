import { AppError } from '../../src/errors.ts'
import { ASSAY } from './assay/assay.ts'
import type { Business } from './business.ts'
import { HARBOUR } from './harbour/harbour.ts'
import { PRESS } from './press/press.ts'

/** Every business; a new one is one folder and one entry. */
export const BUSINESSES: readonly Business[] = [HARBOUR, PRESS, ASSAY]

/** The business of this name. An unknown name is refused with those that there are. */
export function chooseBusiness(name: string): Business {
  const found = BUSINESSES.find((one) => one.name === name)
  if (found) return found
  const known = BUSINESSES.map((one) => one.name).join(', ')
  throw new AppError('usage_wrong', `there is no business ${name}`, { remedy: `The businesses are: ${known}` })
}
