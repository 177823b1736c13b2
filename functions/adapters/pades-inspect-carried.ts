/** What a file carries of its own to be checked with, read once for all of its signatures. */
import { type ValidationReader, validationReader } from './pades-scan-dss.ts';
import { isRevokedBy } from './pades-verify-revocation.ts';

export type Carried = {
  readonly data: ValidationReader;
  /** Whether an answer in the file says that a certificate of the chain (DER) has been revoked. */
  readonly isRevoked: (chain: readonly Uint8Array[]) => Promise<boolean>;
};

const keyOf = (pair: readonly Uint8Array[]): string =>
  pair.map((der) => Buffer.from(der).toString('base64')).join();

/** Nothing in it is read twice: many signatures may lead to the same authorities. */
export function carriedIn(pdf: Uint8Array): Carried {
  const data = validationReader(pdf);
  const known = new Map<string, Promise<boolean>>();
  const isPairRevoked = (pair: readonly Uint8Array[]): Promise<boolean> => {
    const all = data(0);
    if (all === undefined) return Promise.resolve(false);
    const key = keyOf(pair);
    const answer = known.get(key) ?? isRevokedBy(pair, all);
    known.set(key, answer);
    return answer;
  };
  return {
    data,
    async isRevoked(chain) {
      for (const index of chain.keys())
        if (await isPairRevoked(chain.slice(index, index + 2))) return true;
      return false;
    },
  };
}
