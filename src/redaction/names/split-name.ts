/**
 * The words of a name in lower case, whatever its spelling: `dbPassword`, `DB_PASSWORD`, `db-password` and `db.password` are all `db`, `password`.
 * Numbers are left out: `password2` and `key_1` are a password and a key.
 */
export function splitName(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
}
