import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import { harmless } from '../real-case.ts'

/** A release changes a sentence and nothing else. */
export const harmlessRelease = harmless({
  ...LEDGER_COMPANY,
  id: 'harmless-release',
  kind: 'harmless',
  question: 'Is anything wrong with bookings since the release?',
  start: (stage) => openLedgerCompany(stage),
  change: (stage) =>
    stage.release('bookings', {
      version: '2.8.2',
      author: 'maren',
      message: 'bookings: say in the log how many steps a booking took',
      files: ['bookings/src/main/java/ferry/bookings/BookingController.java'],
      diff: `--- a/bookings/src/main/java/ferry/bookings/BookingController.java
+++ b/bookings/src/main/java/ferry/bookings/BookingController.java
@@ -51,1 +51,1 @@
-    log.info("booked");
+    log.info("booked in {} steps", steps);
`,
    }),
})
