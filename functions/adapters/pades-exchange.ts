/** One exchange of DER over HTTP with an authority: with a deadline, a cap and an expected type. */

export type Exchange = {
  readonly url: string;
  /** Media type of the reply; undefined takes any, as lists of revocation come in many. */
  readonly expects?: string;
  readonly deadlineMs: number;
  readonly maxBytes: number;
  /** Sent by POST; without it the reply is fetched by GET. */
  readonly query?: { readonly type: string; readonly der: Uint8Array };
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** There is no reply to look at; the message says why, without the URL, which may hold a secret. */
export class ExchangeFault extends Error {
  override readonly name = 'ExchangeFault';
}

async function bytesOf(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new ExchangeFault(`it sent more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function ask({ url, expects, maxBytes, query, headers, deadlineMs }: Exchange) {
  const response = await fetch(url, {
    method: query === undefined ? 'GET' : 'POST',
    headers: {
      ...headers,
      ...(query === undefined ? {} : { 'content-type': query.type }),
      ...(expects === undefined ? {} : { accept: expects }),
    },
    body: query === undefined ? null : new Uint8Array(query.der),
    // Somebody who leads us elsewhere is not the authority that the operator has named.
    redirect: 'error',
    signal: AbortSignal.timeout(deadlineMs),
  });
  if (!response.ok) throw new ExchangeFault(`it answered with status ${response.status}`);
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (expects !== undefined && type !== expects)
    throw new ExchangeFault(`it answered with the type ${type ?? 'of nothing'}`);
  return bytesOf(response, maxBytes);
}

/** The body of a good reply. @throws ExchangeFault */
export async function exchange(request: Exchange): Promise<Uint8Array> {
  try {
    return await ask(request);
  } catch (cause) {
    if (cause instanceof ExchangeFault) throw cause;
    const isLate = cause instanceof Error && cause.name === 'TimeoutError';
    const fault = isLate
      ? `it did not answer within ${request.deadlineMs} ms`
      : 'it cannot be reached';
    throw new ExchangeFault(fault, { cause });
  }
}
