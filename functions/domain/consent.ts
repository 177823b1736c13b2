/** The sentence a signatory agrees to; every wording ever used keeps its version. */

export type Consent = { readonly version: string; readonly text: string };

/**
 * Shows consent to the electronic transaction (PP 71/2019 art. 59(3): a method that shows the
 * signatory's agreement). Change the version whenever a word changes.
 */
export const CONSENT: Consent = {
  version: '2026-1',
  text: 'Saya telah membaca dokumen ini, menyetujui seluruh isinya, dan menandatanganinya secara elektronik atas kehendak saya sendiri.',
};
