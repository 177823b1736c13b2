/** Access codes of signatories: kept as salted, slow hashes (scrypt), as passwords are. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { AccessCodes } from '../ports.ts';

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** OWASP Password Storage Cheat Sheet, scrypt: N = 2^16, r = 8, p = 2; 64 MiB a hash. */
const COST: ScryptOptions = { N: 2 ** 16, r: 8, p: 2, maxmem: 2 ** 27 };
const SCHEME = 'scrypt-16-8-2';

/** As it is told over the telephone: capitals and spaces are no matter. */
const spoken = (code: string): string => code.normalize('NFKC').replace(/\s/g, '').toLowerCase();

const derive = (code: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(spoken(code), salt, HASH_BYTES, COST, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );

export const accessCodes: AccessCodes = {
  hash: async (code) => {
    const salt = randomBytes(SALT_BYTES);
    const key = await derive(code, salt);
    return [SCHEME, salt.toString('base64url'), key.toString('base64url')].join('$');
  },

  matches: async (code, hash) => {
    const [scheme, salt = '', key = ''] = hash.split('$');
    if (scheme !== SCHEME) throw new Error(`an access code was kept as ${scheme}`);
    const expected = Buffer.from(key, 'base64url');
    return timingSafeEqual(expected, await derive(code, Buffer.from(salt, 'base64url')));
  },
};
