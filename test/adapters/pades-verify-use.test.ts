/** Who may sign documents, by what a certificate says of itself. */
import { expect, test } from 'vitest';
import { maySign } from '../../functions/adapters/pades-verify-use.ts';
import { derOf } from '../../infra/local/trust/certificates.ts';
import { makeAuthority } from './pades-inspect-fixture.ts';

test('a certificate to seal with may, and those of authorities and their services may not', async () => {
  const { root, seal, stamp, responder } = await makeAuthority('EC');
  const all = [seal, root, stamp, responder].map((each) => maySign(derOf(each)));
  expect(all).toEqual([true, false, false, false]);
});

test('what is no certificate may not', () => {
  expect(maySign(Uint8Array.of(0x30, 0))).toBe(false);
});
