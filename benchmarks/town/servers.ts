import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** The two things a cluster needs: the script that starts it, and the folder with the built servers. */
export interface Servers {
  readonly script: string
  /** The script that starts a Prometheus; null where it is not built. */
  readonly telemetry: string | null
  readonly bin: string
}

/** Finds the servers of the shared folder, or says in one sentence what is missing. */
export function findServers(env: NodeJS.ProcessEnv): Servers | { readonly missing: string } {
  const shared = env['FIRSTCAUSE_SHARED'] || path.resolve('..', 'shared')
  const script = path.join(shared, 'servers', 'kubernetes')
  const bin = env['SERVERS_BIN'] || path.join(homedir(), '.cache', 'firstcause-servers')
  if (!existsSync(script))
    return { missing: 'the script servers/kubernetes is not here; set FIRSTCAUSE_SHARED to the folder that holds servers/' }
  if (!existsSync(path.join(bin, 'cluster')))
    return {
      missing: 'the Kubernetes servers are not built; run servers/build cluster of the shared folder (it needs Go) or set SERVERS_BIN',
    }
  return { script, telemetry: existsSync(path.join(bin, 'prometheus')) ? path.join(shared, 'servers', 'telemetry') : null, bin }
}
