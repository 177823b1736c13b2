/** Of the two values that an ECDSA signature holds under, a seal has one, so that no byte of it can differ. */
import { createHash } from 'node:crypto';
import { PDF } from '@libpdf/core';
import { p256 } from '@noble/curves/nist.js';
import { expect, test } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { encodeCms } from '../../functions/adapters/pades-cms.ts';
import { padesInspector } from '../../functions/adapters/pades-inspect.ts';
import { scanSignatures } from '../../functions/adapters/pades-scan.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { isLow } from '../../functions/adapters/pades-signature-ec.ts';
import { verifyCms } from '../../functions/adapters/pades-verify.ts';
import { derOf, toPem } from '../../infra/local/trust/certificates.ts';
import { makeAuthority } from './pades-inspect-fixture.ts';

/** Half of all signatures come with the higher value, so that nearly always some of these do. */
const SEALS = 20;

test('a seal always has the lower value, and with the other one it does not hold', async () => {
  const { seal, root } = await makeAuthority('EC');
  const key = fileKey(await toPem(seal, [root.certificate]));
  const blank = PDF.create();
  blank.addPage();
  const pdf = await blank.save({ useXRefStream: false });
  const sealer = padesSealer(key, { trust: [derOf(root)] });
  const reason = `Segel elektronik; bukti SHA-256 ${'0a'.repeat(32)}`;
  const order = { reason, marks: pdf, places: [], attachments: [], mustBeStamped: false };
  for (let count = 0; count < SEALS; count += 1) {
    const at = new Date(Date.now() - count * 1000).toISOString();
    const file = await sealer.seal(pdf, { ...order, at });
    const [found] = scanSignatures(file);
    if (found === undefined) throw new Error('no seal');
    const covered = Buffer.concat([file.subarray(0, found.start), file.subarray(found.after)]);
    const cms = await verifyCms(found, covered);
    const signature = cms?.signature ?? new Uint8Array();
    expect(cms?.holds && isLow(signature)).toBe(true);
    const { r, s } = p256.Signature.fromBytes(signature, 'der');
    const other = new p256.Signature(r, p256.Point.Fn.ORDER - s).toBytes('der');
    const messageDigest = createHash('sha256').update(covered).digest();
    const written = encodeCms(key, { messageDigest, signature: other }).toString('hex');
    const changed = Buffer.from(file);
    changed.write(written.padEnd(found.contents.length * 2, '0'), found.start + 1, 'latin1');
    const inspected = await padesInspector({ trust: [derOf(root)] }).inspect(changed);
    expect(inspected).toMatchObject([{ holds: false }]);
  }
});
