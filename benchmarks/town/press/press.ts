import { fileURLToPath } from 'node:url'
import type { Business } from '../business.ts'
import { CASES } from './cases/index.ts'
import { buildPress } from './objects.ts'

/** A newspaper: Services, Deployments, containers and labels go by names of their own, and addresses stand in files, arguments and parts. */
export const PRESS: Business = {
  name: 'press',
  program: { command: 'press', page: fileURLToPath(new URL('program.mjs', import.meta.url)) },
  // The node that holds the index.
  nodeLabel: 'disk=ssd',
  objects: buildPress(),
  // The comments end where they find no database; the readers come last.
  last: ['comments', 'readership'],
  cases: CASES,
}
