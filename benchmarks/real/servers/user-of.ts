import { readFileSync } from 'node:fs'

/** The numeric user and group of a name; a server that refuses to run as root runs as it. Throws where there is none. */
export function userOf(name: string): { readonly uid: number; readonly gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new RangeError(`there is no user ${name}`)
  return { uid: Number(uid), gid: Number(gid) }
}
