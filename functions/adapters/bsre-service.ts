/** One request to BSrE's eSign client service: Basic credentials, a deadline, a limit to the answer. */
import type { CertifierNo } from '../ports-seal.ts';

export type BsreService = {
  /** Origin of the service inside the agency's network. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
};

/** A file of 4 MB with signatures of 140 people, in base64. */
const MAX_ANSWER_BYTES = 24 * 1024 * 1024;

export type BsreAnswer =
  | { readonly ok: true; readonly status: number; readonly json: unknown }
  | CertifierNo;

export const no = (reason: CertifierNo['reason'], detail: string): CertifierNo => ({
  ok: false,
  reason,
  detail,
});

/** Undefined when there is more of it than the limit. */
async function textOf({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(status: number, text: string | undefined): BsreAnswer {
  if (text === undefined) return no('certifierFault', `the answer exceeds ${MAX_ANSWER_BYTES} B`);
  try {
    return { ok: true, status, json: JSON.parse(text) };
  } catch {
    return no('certifierFault', `HTTP ${status} without JSON`);
  }
}

/** Names and codes of errors are told, never messages: those may repeat what was asked. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no error';
  const { name, cause } = error;
  return cause instanceof Error && 'code' in cause ? `${name} (${cause.code})` : name;
}

/** Posts JSON once. Never throws. */
export async function post(
  { url, username, password }: BsreService,
  path: string,
  { body, deadlineMs }: { readonly body: object; readonly deadlineMs: number },
): Promise<BsreAnswer> {
  const credentials = Buffer.from(`${username}:${password}`).toString('base64');
  try {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // Another address might be anybody's, and would be sent the passphrase.
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMs),
    });
    return parsed(response.status, await textOf(response));
  } catch (error) {
    return no('certifierSilent', `${path}: ${nameOf(error)}`);
  }
}
