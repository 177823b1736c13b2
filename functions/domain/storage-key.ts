/** Where each file lives in the object store; keys carry the hash, so no file is ever overwritten. */

export const unsignedKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/unsigned-${sha256}.pdf`;

export const sealedKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/sealed-${sha256}.pdf`;

export const evidenceKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/evidence-${sha256}.json`;

export const evidenceSheetKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/evidence-${sha256}.pdf`;

/** The print of the visible marks of a document. */
export const marksKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/marks-${sha256}.pdf`;

/** The sealed trial of a day (YYYY-MM-DD). */
export const canaryKey = (day: string, sha256: string): string => `canary/${day}-${sha256}.pdf`;

/** The file with a provider's signature, and with those that were made on it before. */
export const certifiedKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/certified-${sha256}.pdf`;

/** Where a provider's answer for one signatory is found again; the only key without its own hash. */
export const certifierAnswerKey = (
  documentId: string,
  { base, signer }: { readonly base: string; readonly signer: number },
): string => `documents/${documentId}/certifier-${base}-${signer}.pdf`;

export const logoKey = (sha256: string): string => `logos/${sha256}`;
