/** What the files inside of a sealed document are called; whoever opens its attachments reads it. */

/** The evidence as canonical JSON: the whole audit trail up to the last signature. */
export const EVIDENCE_FILE = {
  name: 'bukti.json',
  description: 'Bukti penandatanganan elektronik: seluruh catatan, untuk dibaca mesin',
} as const;

/** The evidence sheet: the same to be read by people. */
export const EVIDENCE_SHEET_FILE = {
  name: 'lembar-bukti.pdf',
  description: 'Lembar bukti penandatanganan elektronik',
} as const;
