import { defineConfig } from 'prisma/config'

// The CLI downloads its schema engine before these commands although none of them runs it. Naming any file that exists keeps them offline.
const ENGINE_FREE_COMMANDS = ['generate', 'validate', 'format']
if (ENGINE_FREE_COMMANDS.some((command) => process.argv.includes(command))) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath
// No usage reports from the CLI.
process.env['CHECKPOINT_DISABLE'] ??= '1'

const url = process.env['DATABASE_URL']

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
})
