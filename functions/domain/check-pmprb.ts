/** Check of the assessment that a declaration is to be evidence for. */
import { type Check, mild } from './finding.ts';

/**
 * The last year that was assessed by PMPRB: PermenPANRB 9/2023 replaced 26/2020, and there is no
 * self-assessment any more (https://www.scribd.com/document/670095537/2023permenpanrb009).
 */
const LAST_PMPRB_YEAR = 2022;

export const assessmentStillExists: Check = ({ evidenceFor }) =>
  evidenceFor?.programme === 'PMPRB' && evidenceFor.year > LAST_PMPRB_YEAR
    ? [
        mild(
          'evidenceFor.programme',
          'pmprbEnded',
          `PMPRB terakhir untuk tahun ${LAST_PMPRB_YEAR}: PermenPANRB 9/2023 menggantikan PermenPANRB 26/2020. Untuk tahun ${evidenceFor.year} gunakan Indeks RB ("RB").`,
          `PMPRB ended with ${LAST_PMPRB_YEAR}: PermenPANRB 9/2023 replaced 26/2020. For ${evidenceFor.year} use the Indeks RB ("RB").`,
        ),
      ]
    : [];
