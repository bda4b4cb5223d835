// Makes and checks migrations without a server and without the engine that the Prisma CLI downloads:
//   node scripts/migrations.mjs new NAME   writes prisma/migrations/<time>_NAME/migration.sql, the step from the migrations to schema.prisma
//   node scripts/migrations.mjs check      fails when schema.prisma and the migrations differ, or when a migration does not run
// Prisma's schema engine (as WebAssembly) replays the migrations on an empty in-memory PGlite and compares the outcome with the schema.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as schemaEngine from '@prisma/schema-engine-wasm/schema_engine_bg'
import { PrismaPGlite } from 'pglite-prisma-adapter'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const SCHEMA_FILE = path.join(ROOT, 'prisma', 'schema.prisma')
const MIGRATIONS_DIR = path.join(ROOT, 'prisma', 'migrations')
const LOCK_FILE = 'migration_lock.toml'
const DIFFERENT = 2
const USAGE = 'usage: node scripts/migrations.mjs new NAME | check'

/** The published adapter does not wait for a script to end, so that a migration that fails would count as applied. */
class WaitingPGlite extends PrismaPGlite {
  #pglite

  constructor(pglite) {
    super(pglite)
    this.#pglite = pglite
  }

  async connect() {
    const adapter = await super.connect()
    adapter.executeScript = async (sql) => {
      await this.#pglite.exec(sql)
    }
    return adapter
  }

  async connectToShadowDb() {
    return new WaitingPGlite(await PGlite.create()).connect()
  }
}

/** The package's own entry needs WebAssembly imports as ES modules; loading the file by hand works on every supported Node. */
async function loadSchemaEngine(datamodels) {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = readFileSync(path.join(path.dirname(script), 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': schemaEngine })
  // oxlint-disable no-underscore-dangle -- the names are those of the generated bindings
  schemaEngine.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  // oxlint-enable no-underscore-dangle
  const factory = bindMigrationAwareSqlAdapterFactory(new WaitingPGlite(await PGlite.create()))
  return schemaEngine.SchemaEngine.new({ datamodels }, () => {}, factory)
}

function readMigrations() {
  const names = readdirSync(MIGRATIONS_DIR, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return {
    baseDir: MIGRATIONS_DIR,
    shadowDbInitScript: '',
    lockfile: { path: LOCK_FILE, content: readFileSync(path.join(MIGRATIONS_DIR, LOCK_FILE), 'utf8') },
    migrationDirectories: names.map((name) => ({ path: name, migrationFile: { path: 'migration.sql', content: readSql(name) } })),
  }
}

function readSql(name) {
  return { tag: 'ok', value: readFileSync(path.join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8') }
}

/** The SQL that leads from the migrations to the schema, or null when they agree. */
async function findDifference() {
  const content = readFileSync(SCHEMA_FILE, 'utf8')
  const engine = await loadSchemaEngine([[SCHEMA_FILE, content]])
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'migrations', ...readMigrations() },
    to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA_FILE, content }] },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  })
  return exitCode === DIFFERENT ? stdout : null
}

function writeMigration(name, sql) {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const dir = path.join(MIGRATIONS_DIR, `${time}_${name}`)
  mkdirSync(dir)
  writeFileSync(path.join(dir, 'migration.sql'), sql)
  return path.relative(ROOT, dir)
}

async function run([command, name]) {
  const isNew = command === 'new' && /^[a-z0-9_]+$/.test(name ?? '')
  if (!isNew && command !== 'check') return { code: 2, say: USAGE }
  const difference = await findDifference()
  if (difference === null) return { code: 0, say: 'schema.prisma and prisma/migrations agree' }
  if (isNew) return { code: 0, say: `wrote ${writeMigration(name, difference)}` }
  return {
    code: 1,
    say: `schema.prisma is ahead of prisma/migrations; run "node scripts/migrations.mjs new NAME". Missing:\n${difference}`,
  }
}

const { code, say } = await run(process.argv.slice(2)).catch((error) => ({ code: 1, say: `a migration does not run: ${error.message}` }))
process[code === 0 ? 'stdout' : 'stderr'].write(`${say}\n`)
// PGlite keeps the process alive.
process.exit(code)
