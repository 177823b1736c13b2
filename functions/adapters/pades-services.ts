/** What a seal above B-B is made with, from what the operator has put in. */
import { readTimestamps, timestamping } from './pades-authority.ts';
import { webRevocation } from './pades-revocation.ts';
import type { SealServices } from './pades-sealer.ts';
import { trustAnchors } from './pades-trust.ts';

/**
 * Reads the trusted certificates (PEM) and the list of time-stamping authorities (JSON); without a
 * list, seals stay at B-B.
 * @throws when one of the two is another thing.
 */
export function sealServices(trustPem: string, timestamps: string | undefined): SealServices {
  const trust = trustAnchors(trustPem);
  if (timestamps === undefined) return { trust };
  const authorities = timestamping(readTimestamps(timestamps), { trust });
  return { trust, timestamps: authorities, revocation: webRevocation() };
}
