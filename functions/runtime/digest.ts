/** SHA-256, the one fingerprint of files and texts in the product. */
import { createHash } from 'node:crypto';

/** Hex; a text counts as UTF-8. */
export const sha256 = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex');
