import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

// One pinned package a line: go.mod, package.json, requirements, Cargo and Gradle catalogues, Maven coordinates, images.
const PINS: readonly RegExp[] = [
  /^\s*(?:require\s+)?([\w/-]+\.[\w./-]+)\s+v?(\d[\w.+-]*)/,
  /^\s*"(@?[\w./-]+)"\s*:\s*"[\^~>=<]*v?(\d[\w.+-]*)"/,
  /^\s*([A-Za-z][\w.[\]-]*)\s*(?:==|~=|>=|<=|\^)\s*"?v?(\d[\w.+-]*)/,
  /^\s*([\w-]+)\s*=\s*(?:\{\s*version\s*=\s*)?"[\^~=]*v?(\d[\w.+-]*)"/,
  /["']([\w.-]+:[\w.-]+):(\d[\w.+-]*)["']/,
  /^\s*FROM\s+([\w./-]+):v?([\w.+-]+)/i,
  /<(?:version|([\w.]+)\.version)>([\d][\w.+-]*)</,
  /^\s*gem ["']([\w-]+)["'],\s*["'][~>= ]*(\d[\w.+-]*)/,
]

interface Pin {
  readonly name: string
  readonly version: string
  readonly line: string
}

/** Dependencies that got another version. A patch release is the least likely to change behaviour, a major one the most. */
export function dependencyHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'manifest' && !/image/.test(file.added.join(' '))) return []
  const before = new Map(
    file.removed
      .flatMap(pinOf)
      .toReversed()
      .map((pin) => [pin.name, pin]),
  )
  return file.added.flatMap(pinOf).flatMap((now) => {
    const old = before.get(now.name)
    if (!old || old.version === now.version) return []
    const text = `${now.name} went from ${old.version} to ${now.version}`
    return [
      {
        kind: 'dependency_bumped' as const,
        path: file.diff.path,
        text,
        quote: `+${now.line}`,
        clarity: stepClarity(old.version, now.version),
        amounts: null,
      },
    ]
  })
}

function pinOf(line: string): readonly Pin[] {
  for (const pattern of PINS) {
    const match = pattern.exec(line)
    if (match?.[2] !== undefined) return [{ name: match[1] ?? 'version', version: match[2], line }]
  }
  return []
}

/** How much the version step promises to break: major 0.8, minor 0.6 (0.x minors count as major), patch 0.3. */
function stepClarity(from: string, to: string): number {
  const [old, now] = [from, to].map((version) => version.split(/[.+-]/).map(Number))
  if (!old || !now || Number.isNaN(old[0]) || old[0] !== now[0]) return 0.8
  if (old[1] !== now[1]) return old[0] === 0 ? 0.75 : 0.6
  return 0.3
}
