/** A signatory's browser at one personal link: keeps its cookie and sends the forms it is shown. */
import type { TestWorld } from './world.ts';

export const ORIGIN = { ip: '203.0.113.7', userAgent: 'Peramban Uji/1.0' };

/** What API Gateway adds to a request; the room reads the address from it. */
const gatewayEvent = (method: string, path: string) => ({
  version: '2.0',
  routeKey: '$default',
  headers: {},
  rawPath: path,
  rawQueryString: '',
  body: null,
  isBase64Encoded: false,
  requestContext: {
    accountId: '',
    apiId: '',
    authentication: null,
    authorizer: {},
    domainName: 'piagam.test',
    domainPrefix: '',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: ORIGIN.ip, userAgent: ORIGIN.userAgent },
    requestId: '',
    routeKey: '$default',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
});

/** The value of a hidden field. @throws when the page lacks it. */
function hidden(html: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];
  if (value === undefined) throw new Error(`the page has no field ${name}`);
  return value;
}

type Form = Readonly<Record<string, string>>;

export function signatoryAt({ signing }: Pick<TestWorld, 'signing'>, token: string) {
  let cookie = '';

  async function send(
    method: string,
    verb: string,
    body?: string | URLSearchParams,
  ): Promise<Response> {
    const path = `/s/${token}${verb}`;
    const headers = { 'user-agent': ORIGIN.userAgent, ...(cookie && { cookie }) };
    const event = gatewayEvent(method, path);
    const init = { method, headers, ...(body !== undefined && { body }) };
    const response = await signing.request(path, init, { event });
    const [kept] = response.headers.get('set-cookie')?.split(';') ?? [];
    cookie = kept ?? cookie;
    return response;
  }

  const get = (verb = ''): Promise<Response> => send('GET', verb);
  const post = (verb: string, form: Form = {}): Promise<Response> =>
    send('POST', verb, new URLSearchParams(form));

  /** The form of the signing page, with the consent given; `query` names one of several. */
  async function form(query = ''): Promise<Form> {
    const html = await (await get(query)).text();
    const [sha256, consentVersion] = [hidden(html, 'sha256'), hidden(html, 'consentVersion')];
    return { sha256, consentVersion, consent: 'yes' };
  }

  return {
    send,
    get,
    post,
    open: (): Promise<Response> => post('/open', { recipient: 'yes' }),
    form,
    /** Sends the form of the signing page, with some fields changed. */
    sign: async (change: Form = {}, query = ''): Promise<Response> =>
      post(`/sign${query}`, { ...(await form(query)), ...change }),
    decline: (reason: string, query = ''): Promise<Response> =>
      post(`/decline${query}`, { reason }),
    cookie: (): string => cookie,
    setCookie(value: string): void {
      cookie = value;
    },
  };
}

export type Signatory = ReturnType<typeof signatoryAt>;
