import { holdsDump } from './dump-files.ts'

/** True for a file, or a folder with a file below it, that Kubernetes or kubectl wrote, told by content: names are whatever people gave. Never throws. */
export function isKubernetesDump(place: string): boolean {
  return holdsDump(place)
}
