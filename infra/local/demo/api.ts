/** The admin's side of the demo: declares, watches and downloads over the product's own API. */
import { z } from 'zod';

const Document = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  status: z.string().optional(),
  /** Work still owed to the document, letters included. */
  pending: z.string().optional(),
  shelf: z.object({ work: z.string(), reason: z.string() }).optional(),
  unsigned: z.object({ sha256: z.string() }).optional(),
  evidence: z.object({ jsonSha256: z.string(), sheetSha256: z.string() }).optional(),
  sealed: z.object({ sha256: z.string() }).optional(),
  signers: z.array(z.object({ name: z.string() })),
});
export type DemoDocument = z.infer<typeof Document>;

const Told = z.object({ field: z.string(), message: z.string() });
const Warning = z.object({ ...Told.shape, severity: z.enum(['strong', 'mild']) });

const Declaration = z.object({
  id: z.string(),
  documents: z.array(Document),
  warnings: z.array(Warning).default([]),
});
export type DemoDeclaration = z.infer<typeof Declaration>;

const Problem = z.object({ title: z.string(), errors: z.array(Told).default([]) });
const Verdict = z.object({ verdict: z.string() });

export type AdminApi = {
  /** @throws naming every field at fault. */
  declare(event: unknown): Promise<DemoDeclaration>;
  declaration(id: string): Promise<DemoDeclaration>;
  pdf(documentId: string, kind: 'unsigned' | 'sealed' | 'evidence'): Promise<Uint8Array>;
  evidence(documentId: string): Promise<Uint8Array>;
  /** What the public verification says of a file. */
  verdict(pdf: Uint8Array): Promise<string>;
};

async function refusal(response: Response): Promise<Error> {
  const { title, errors } = Problem.parse(await response.json());
  const fields = errors.map(({ field, message }) => `  ${field}: ${message}`);
  return new Error([`${response.status} ${title}`, ...fields].join('\n'));
}

/** An admin with a bearer token at the service under `url`. */
export function adminApi(url: string, token: string): AdminApi {
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, { headers, ...init });
    if (!response.ok) throw await refusal(response);
    return response;
  };
  const bytes = async (path: string): Promise<Uint8Array> =>
    new Uint8Array(await (await call(path)).arrayBuffer());
  return {
    declare: async (event) => {
      const init = { method: 'POST', body: JSON.stringify(event) };
      return Declaration.parse(await (await call('/v1/declarations', init)).json());
    },
    declaration: async (id) =>
      Declaration.parse(await (await call(`/v1/declarations/${id}`)).json()),
    pdf: (id, kind) => bytes(`/v1/documents/${id}/pdf?kind=${kind}`),
    evidence: (id) => bytes(`/v1/documents/${id}/evidence`),
    verdict: async (pdf) => {
      const body = new FormData();
      body.set('file', new Blob([Uint8Array.from(pdf)], { type: 'application/pdf' }), 'file.pdf');
      const response = await fetch(`${url}/v1/verify`, { method: 'POST', body });
      return Verdict.parse(await response.json()).verdict;
    },
  };
}
