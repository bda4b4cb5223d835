import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'

/** A release opens a connection for each request and keeps it, until the server has none left for anybody. */
export const connectionsRelease: RealCase = {
  ...LEDGER_COMPANY,
  id: 'connections-release',
  kind: 'database',
  fix: ['app/Service/bookings', 'repo/Commit/775de92f7bd7'],
  mechanism: 'connection|client|pool|release|regress|code|change|leak',
  near: ['ledger'],
  question: 'Bookings fail since a few minutes. What is the first cause?',
  start: openLedgerCompany,
  change: (stage) =>
    stage.release(
      'bookings',
      {
        version: '2.9.0',
        author: 'maren',
        message: 'bookings: write an audit row beside each request',
        files: ['bookings/src/main/java/ferry/bookings/Audit.java'],
        diff: `--- a/bookings/src/main/java/ferry/bookings/Audit.java
+++ b/bookings/src/main/java/ferry/bookings/Audit.java
@@ -20,4 +20,6 @@ public final class Audit {
   void note(Request request) throws SQLException {
-    log.info("asked {}", request.path());
+    // A connection outside of the pool, so that a rollback does not take the audit row with it.
+    Connection own = DriverManager.getConnection(settings.url());
+    own.createStatement().execute("insert into audit values ('" + request.id() + "')");
   }
 `,
      },
      { keepClients: 'yes' },
    ),
}
