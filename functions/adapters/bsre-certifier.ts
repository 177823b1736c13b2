/** Certified signatures by BSrE (BSSN), through the eSign client service in the agency's network. */
import { z } from 'zod';
import type { Certifier } from '../ports-seal.ts';
import { judgedSignatures, mayHolderSign, signedFile } from './bsre-answers.ts';
import { post } from './bsre-service.ts';

/** Together they end before the signing room's own time does. */
const STATUS_DEADLINE_MS = 3000;
const SIGN_DEADLINE_MS = 8000;
const VERIFY_DEADLINE_MS = 4000;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Passphrases go there: nobody between may read along. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

const Settings = z.strictObject({
  provider: z.literal('bsre'),
  url: z.string().refine(isSafe),
  username: z.string().min(1),
  password: z.string().min(1),
});

function settingsIn(secret: string): z.infer<typeof Settings> {
  try {
    return Settings.parse(JSON.parse(secret));
  } catch {
    // What is wrong with it is not told, for it holds a password.
    throw new Error(
      'the setting of the certifier is not {provider, url, username, password} with an https:// url',
    );
  }
}

const base64 = (pdf: Uint8Array): string =>
  Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('base64');

/**
 * BSrE by its settings as JSON: `{"provider":"bsre","url","username","password"}`.
 *
 * The service knows no field names: it makes a field of its own beside the prepared one. So the
 * signature is an invisible one, whose reason, inside the signed bytes, names the prepared field;
 * what is to be seen there is drawn into that field by the seal.
 * @throws when the settings are not of that form.
 */
export function bsreCertifier(secret: string): Certifier {
  const service = settingsIn(secret);
  return {
    provider: 'bsre',

    checkSigner: async (account) =>
      mayHolderSign(
        await post(service, '/api/v2/user/check/status', {
          body: account,
          deadlineMs: STATUS_DEADLINE_MS,
        }),
      ),

    sign: async (pdf, { account, passphrase, field, reason }) =>
      signedFile(
        await post(service, '/api/v2/sign/pdf', {
          body: {
            ...account,
            passphrase,
            signatureProperties: [{ tampilan: 'INVISIBLE', reason: `${field}: ${reason}` }],
            file: [base64(pdf)],
          },
          deadlineMs: SIGN_DEADLINE_MS,
        }),
      ),

    verify: async (pdf) =>
      judgedSignatures(
        await post(service, '/api/v2/verify/pdf', {
          body: { file: base64(pdf) },
          deadlineMs: VERIFY_DEADLINE_MS,
        }),
      ),
  };
}
