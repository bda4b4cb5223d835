import { rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { openJobs } from '../../src/jobs/open-jobs.ts'
import { openStore } from '../../src/store/open-store.ts'
import { makeDatabaseFolder, removeDeadDatabaseFolders } from './database-folder.ts'
import { dropDatabase, runOnServer, withDatabase } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty database that each test file copies: a folder, or the name of a database on the server. */
    databaseTemplate: { readonly folder: string } | { readonly server: string; readonly name: string }
  }
}

/** Vitest runs this once per project that has tests to run, before them. Making one database takes seconds, copying it does not. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeDeadDatabaseFolders()
  const server = project.config.env['TEST_DATABASE_URL']
  return server ? setUpServer(project, server) : setUpFolder(project)
}

async function setUpFolder(project: TestProject): Promise<() => Promise<void>> {
  const folder = makeDatabaseFolder('template')
  await migrate({ databaseUrl: null, dataDir: folder })
  project.provide('databaseTemplate', { folder })
  return async () => rmSync(folder, { recursive: true, force: true })
}

async function setUpServer(project: TestProject, server: string): Promise<() => Promise<void>> {
  const name = `firstcause_template_${randomUUID().slice(0, 8)}`
  await runOnServer(server, `CREATE DATABASE ${name}`)
  await migrate({ databaseUrl: withDatabase(server, name), dataDir: '' })
  project.provide('databaseTemplate', { server, name })
  return () => dropDatabase(server, name)
}

async function migrate(where: { readonly databaseUrl: string | null; readonly dataDir: string }): Promise<void> {
  const warn = (message: string, details: object) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`)
  const opened = await openStore({ ...where, clock: () => new Date(), newId: randomUUID, warn })
  const jobs = await openJobs({ connection: opened.connection, warn })
  await jobs.stop()
  await opened.close()
}
