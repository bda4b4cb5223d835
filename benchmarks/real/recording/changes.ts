import { createHash } from 'node:crypto'

/** What a release of a program is, beside the options that it starts with. */
export interface Release {
  readonly version: string
  readonly author: string
  readonly message: string
  readonly files: readonly string[]
  readonly diff: string
}

/** A release as the pipeline writes it down: what was committed, and where it went. */
export interface Change extends Release {
  readonly service: string
  readonly at: Date
}

/** Between the commit and the deploy that brings it: the pipeline. */
const PIPELINE_MS = 90_000
const SHA_CHARS = 12

/** `context/commits.json` and `context/deploys.json` of an incident folder, in the order in which the changes were made. */
export function changeFiles(changes: readonly Change[]): { readonly commits: readonly unknown[]; readonly deploys: readonly unknown[] } {
  const made = changes.map((change) => ({ ...change, sha: shaOf(change) }))
  return {
    commits: made.map(({ sha, author, at, message, files, diff }) => ({
      sha,
      author,
      timestamp: new Date(at.getTime() - PIPELINE_MS).toISOString(),
      message,
      files_changed: files,
      diff,
    })),
    deploys: made.map(({ sha, at, service, version }) => ({ timestamp: at.toISOString(), service, commit_sha: sha, version })),
  }
}

function shaOf({ service, version, message }: Change): string {
  return createHash('sha256').update(`${service} ${version} ${message}`).digest('hex').slice(0, SHA_CHARS)
}
