/** Calls the admin and archive rooms as somebody with a bearer token. */
import { z } from 'zod';
import { sampleRequest } from './request.ts';
import type { TestWorld } from './world.ts';

type Headers = Readonly<Record<string, string>>;

const bearer = (token: string | undefined): Headers =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

export type Call = {
  readonly as?: string | undefined;
  readonly headers?: Headers;
  readonly query?: string;
};

/** Sends `body` as it is when it is text, else as JSON. */
export const postDeclaration = async (
  { admin }: Pick<TestWorld, 'admin'>,
  body: unknown,
  { as = 'admin', headers = {}, query = '' }: Call = {},
): Promise<Response> =>
  admin.request(`/v1/declarations${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(as), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

type Command = {
  readonly as?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Headers;
};

export const postCommand = async (
  { admin }: Pick<TestWorld, 'admin'>,
  path: string,
  { as = 'admin', body = {}, headers = {} }: Command = {},
): Promise<Response> =>
  admin.request(path, {
    method: 'POST',
    headers: { ...bearer(as), ...headers },
    body: JSON.stringify(body),
  });

/** Stores an agency's profile; `ifMatch` is the ETag of the version to replace. */
export const putAgency = async (
  { admin }: Pick<TestWorld, 'admin'>,
  slug: string,
  {
    as = 'admin',
    body,
    ifMatch,
    headers = {},
  }: Command & { readonly ifMatch?: string | undefined },
): Promise<Response> =>
  admin.request(`/v1/agencies/${slug}`, {
    method: 'PUT',
    headers: {
      ...bearer(as),
      ...headers,
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

export const getAs = async (
  app: TestWorld['admin'] | TestWorld['archive'],
  path: string,
  as: string | undefined = 'admin',
): Promise<Response> => app.request(path, { headers: bearer(as) });

export const Problem = z.object({
  type: z.string(),
  status: z.number(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z
    .array(z.object({ field: z.string(), code: z.string(), message: z.string() }))
    .default([]),
});

/** @throws when the answer is not an RFC 9457 problem with its own status. */
export async function problemOf(response: Response): Promise<z.infer<typeof Problem>> {
  const type = response.headers.get('content-type');
  if (type !== 'application/problem+json') throw new Error(`${response.status} with ${type}`);
  const problem = Problem.parse(await response.json());
  if (problem.status !== response.status) throw new Error(`${problem.status} in the body`);
  return problem;
}

const Declared = z.object({
  id: z.string(),
  documents: z.array(z.object({ id: z.string(), kind: z.string() })),
  warnings: z.array(z.object({ field: z.string(), code: z.string(), severity: z.string() })),
});

/** @throws when the declaration was not taken. */
export async function declared(response: Response): Promise<z.infer<typeof Declared>> {
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return Declared.parse(await response.json());
}

/** Declares `body` and answers its id and the ids of its documents, charters first. */
export const declareAs = async (
  world: Pick<TestWorld, 'admin'>,
  body: unknown = sampleRequest(),
): Promise<{ readonly id: string; readonly documentIds: readonly string[] }> => {
  const { id, documents } = await declared(await postDeclaration(world, body));
  return { id, documentIds: documents.map((document) => document.id) };
};
