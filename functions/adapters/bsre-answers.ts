/**
 * The answers of BSrE's eSign client service (petunjuk teknis API v2.2.1, January 2024), and what
 * each means to a signatory.
 */
import { z } from 'zod';
import type { CertifierRefusal } from '../domain/certified.ts';
import type { CertifiedSignature, CertifierNo } from '../ports-seal.ts';
import { type BsreAnswer, no } from './bsre-service.ts';

/** The one status with which a person may sign. */
const MAY_SIGN = 'ISSUE';

const STATUSES: Readonly<Record<string, CertifierRefusal>> = {
  EXPIRED: 'certificateExpired',
  RENEW: 'certificateToRenew',
  WAITING_FOR_VERIFICATION: 'certificateInReview',
  NEW: 'certificateNotIssued',
  NO_CERTIFICATE: 'certificateMissing',
  NOT_REGISTERED: 'certificateUnregistered',
  SUSPEND: 'certificateSuspended',
  REVOKE: 'certificateRevoked',
};

/** 4014, 4015 and 4024 are all about a registration that is not complete. */
const CODES: Readonly<Record<number, CertifierRefusal>> = {
  2011: 'certificateUnregistered',
  2031: 'wrongPassphrase',
  4014: 'certificateUnregistered',
  4015: 'certificateUnregistered',
  4024: 'certificateUnregistered',
};

const HTTP_ERROR = 400;
const NO_CODE = 0;

const Failure = z.object({ status_code: z.coerce.number().int(), error: z.unknown() });

const Status = z.object({ status: z.string() });

const Signed = z.object({ file: z.array(z.string()).length(1) });

const Verified = z.object({
  signatureInformations: z
    .array(
      z.object({
        signerName: z.string(),
        integrityValid: z.boolean(),
        certificateTrusted: z.boolean(),
      }),
    )
    .nullish(),
});

/** Why an answer says no; undefined when it says yes. */
function refusalIn(status: number, json: unknown): CertifierNo | undefined {
  const failure = Failure.safeParse(json).data;
  if (status < HTTP_ERROR && failure?.error === undefined) return undefined;
  const code = failure?.status_code ?? NO_CODE;
  return no(CODES[code] ?? 'certifierFault', `HTTP ${status}, code ${code}`);
}

/** Reads one kind of answer. */
function read<T>(answer: BsreAnswer, schema: z.ZodType<T>): { ok: true; data: T } | CertifierNo {
  if (!answer.ok) return answer;
  const { status, json } = answer;
  const refusal = refusalIn(status, json);
  if (refusal !== undefined) return refusal;
  const { data } = schema.safeParse(json);
  return data === undefined
    ? no('certifierFault', 'an answer of another form')
    : { ok: true, data };
}

export function mayHolderSign(answer: BsreAnswer): { readonly ok: true } | CertifierNo {
  const found = read(answer, Status);
  if (!found.ok) return found;
  const { status } = found.data;
  if (status === MAY_SIGN) return { ok: true };
  const reason = STATUSES[status];
  return reason === undefined
    ? no('certifierFault', 'a status that is not known')
    : no(reason, `status ${status}`);
}

export function signedFile(
  answer: BsreAnswer,
): { readonly ok: true; readonly pdf: Uint8Array } | CertifierNo {
  const found = read(answer, Signed);
  if (!found.ok) return found;
  return { ok: true, pdf: Buffer.from(found.data.file[0] ?? '', 'base64') };
}

export function judgedSignatures(
  answer: BsreAnswer,
): { readonly ok: true; readonly signatures: readonly CertifiedSignature[] } | CertifierNo {
  const found = read(answer, Verified);
  if (!found.ok) return found;
  const signatures = (found.data.signatureInformations ?? []).map((each) => ({
    by: each.signerName,
    holds: each.integrityValid,
    isTrusted: each.certificateTrusted,
  }));
  return { ok: true, signatures };
}
