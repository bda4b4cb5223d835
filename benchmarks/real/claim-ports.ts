import { mkdirSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { AppError } from '../../src/errors.ts'

/** Below it everything of a case lies; no path of a person or a checkout gets into a log so. */
const ROOT = '/srv'
/** Below the ports that the machine gives to outgoing connections, and below those of the town's clusters. */
const FIRST_PORT = 21_000
const LAST_PORT = 27_000
/** More than any case needs. */
const PORTS_OF_A_STAGE = 50

/**
 * The first of so many ports that no other stage of this machine has: whose folder is not there. The folder is named after the port, for a log that shows a
 * path must not tell the fault.
 */
export function claimPorts(): number {
  for (let port = FIRST_PORT; port < LAST_PORT; port += PORTS_OF_A_STAGE)
    if (mkdirSync(folderOf(port), { recursive: true }) !== undefined) return port
  throw new AppError('telemetry_failed', `${ROOT} holds the folders of as many stages as there are ports for`, {
    remedy: `Remove ${ROOT}/ferry-* of recordings that were killed.`,
  })
}

/** Where everything of the stage with these ports lies. */
export function folderOf(port: number): string {
  return path.join(ROOT, `ferry-${port}`)
}

/** True when somebody takes connections at a port of 127.0.0.1; never throws. */
export function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    const answer = (isOpen: boolean) => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => answer(true)).once('error', () => answer(false))
  })
}
