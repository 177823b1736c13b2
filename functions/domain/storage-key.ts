/** Where each file lives in the object store; keys carry the hash, so no file is ever overwritten. */

export const unsignedKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/unsigned-${sha256}.pdf`;

export const sealedKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/sealed-${sha256}.pdf`;

export const evidenceKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/evidence-${sha256}.json`;

export const evidenceSheetKey = (documentId: string, sha256: string): string =>
  `documents/${documentId}/evidence-${sha256}.pdf`;

export const logoKey = (sha256: string): string => `logos/${sha256}`;
