import { fileURLToPath } from 'node:url'
import type { Business } from '../business.ts'
import { CASES } from './cases/index.ts'
import { buildHarbour } from './objects.ts'

/** A ferry company: one kind of name for everything, one port, addresses in variables. */
export const HARBOUR: Business = {
  name: 'harbour',
  program: { command: 'ferry', page: fileURLToPath(new URL('program.mjs', import.meta.url)) },
  // The node that holds the books.
  nodeLabel: 'disk=books',
  objects: buildHarbour(),
  // The program that books and looks up.
  last: ['kiosk'],
  cases: CASES,
}
