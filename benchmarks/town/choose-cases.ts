import { AppError } from '../../src/errors.ts'

/** The cases named by a comma list; all without one. An unknown name is refused with those that there are. */
export function chooseCases<Case extends { readonly id: string }>(cases: readonly Case[], only: string | undefined): readonly Case[] {
  if (only === undefined) return cases
  const ids = only.split(',').filter((id) => id !== '')
  const unknown = ids.filter((id) => !cases.some((one) => one.id === id))
  if (unknown.length > 0) {
    const known = cases.map(({ id }) => id).join(', ')
    throw new AppError('usage_wrong', `there is no case ${unknown.join(', ')}`, { remedy: `The cases are: ${known}` })
  }
  return cases.filter(({ id }) => ids.includes(id))
}
