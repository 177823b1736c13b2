/** The HTTP surface for programs, described (OpenAPI 3.1), and its form for the page `/docs`. */
import { z } from 'zod';
import { EXAMPLE } from './example.ts';
import { DeclarationRequest, ResendRequest, VoidRequest } from './request.ts';

const API_VERSION = '1.0.0';

type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
};

type Operation = {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly roles?: string;
  readonly parameters?: readonly Parameter[];
  readonly body?: z.ZodType;
  readonly upload?: true;
  readonly example?: unknown;
  readonly responses: Readonly<Record<number, string>>;
};

const id = { name: 'id', in: 'path', description: 'Identifier' } as const;
const LIMITED = { 401: 'No valid bearer token', 403: 'The caller lacks the role' } as const;
const PROBLEM_422 = 'Fields at fault, listed in errors (application/problem+json)';

const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/declarations',
    summary:
      'Declare a pencanangan; its documents are made, mailed, signed and sealed from here on',
    roles: 'admin',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        description: 'The same key and body gives the same answer; another body is refused (422)',
      },
      { name: 'dryRun', in: 'query', description: 'true only checks and answers with warnings' },
      { name: 'Accept-Language', in: 'header', description: 'Language of messages: id or en' },
    ],
    body: DeclarationRequest,
    example: EXAMPLE,
    responses: {
      201: 'The declaration, the documents it begets, and warnings',
      400: 'The body is not JSON',
      422: PROBLEM_422,
      ...LIMITED,
    },
  },
  {
    method: 'get',
    path: '/v1/declarations',
    summary: 'Declarations, newest first',
    roles: 'admin, archivist, viewer',
    parameters: [{ name: 'cursor', in: 'query', description: 'Continues an earlier page' }],
    responses: { 200: 'A page of declarations', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/declarations/{id}',
    summary: 'One declaration with the standing of each document',
    roles: 'admin, archivist, viewer',
    parameters: [id],
    responses: { 200: 'The declaration', 404: 'Unknown', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/documents/{id}',
    summary: 'One document: status, hashes, signatories',
    roles: 'admin, archivist, viewer',
    parameters: [id],
    responses: { 200: 'The document', 404: 'Unknown', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/documents/{id}/events',
    summary: 'The audit trail: every commit with its place in the hash chain',
    roles: 'admin, archivist',
    parameters: [id],
    responses: { 200: 'All commits in order', 404: 'Unknown', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/documents/{id}/pdf',
    summary: 'Download a PDF of the document',
    roles: 'admin, archivist, viewer',
    parameters: [id, { name: 'kind', in: 'query', description: 'unsigned, sealed or evidence' }],
    responses: { 302: 'To a short-lived address', 404: 'Unknown', 409: 'Not made yet', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/documents/{id}/evidence',
    summary: 'Download the evidence as JSON',
    roles: 'admin, archivist',
    parameters: [id],
    responses: { 302: 'To a short-lived address', 404: 'Unknown', 409: 'Not made yet', ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/void',
    summary: 'End a document before all have signed',
    roles: 'admin',
    parameters: [id],
    body: VoidRequest,
    example: { reason: 'Salah nama pejabat' },
    responses: { 200: 'The document', 409: 'All have signed', 422: PROBLEM_422, ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/resend',
    summary: 'Send one signatory a new link; the earlier one ends',
    roles: 'admin',
    parameters: [id],
    body: ResendRequest,
    example: { signer: 1, round: 1 },
    responses: { 200: 'The document', 409: 'Not their turn', 422: PROBLEM_422, ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/retry',
    summary: 'Take a document from the shelf and try its failed work again',
    roles: 'admin',
    parameters: [id],
    responses: { 200: 'The document', 409: 'Not on the shelf', ...LIMITED },
  },
  {
    method: 'get',
    path: '/verify/{id}',
    summary: 'Public page of a document, where its QR code leads',
    parameters: [id],
    responses: { 200: 'Status, roles, times and hashes', 404: 'Unknown' },
  },
  {
    method: 'post',
    path: '/v1/verify',
    summary: 'Check a PDF: intact, changed or unknown',
    upload: true,
    responses: { 200: 'The verdict', 400: 'No file', 413: 'The file is too large' },
  },
];

const schemaOf = (schema: z.ZodType): object => z.toJSONSchema(schema, { io: 'input' });

function requestBody({ body, upload, example }: Operation): object | undefined {
  if (body) return { content: { 'application/json': { schema: schemaOf(body), example } } };
  const file = { type: 'object', properties: { file: { type: 'string', format: 'binary' } } };
  return upload && { content: { 'multipart/form-data': { schema: file } } };
}

const describe = (operation: Operation): object => ({
  summary: operation.summary,
  ...(operation.roles && { security: [{ bearer: [] }], 'x-roles': operation.roles }),
  parameters: (operation.parameters ?? []).map((parameter) => ({
    ...parameter,
    required: parameter.in === 'path',
    schema: { type: 'string' },
  })),
  requestBody: requestBody(operation),
  responses: Object.fromEntries(
    Object.entries(operation.responses).map(([status, description]) => [status, { description }]),
  ),
});

/** The API as OpenAPI 3.1; the schemas are those that the doors parse with. */
export function openApi(publicUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS)
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describe(operation),
    };
  return {
    openapi: '3.1.0',
    info: { title: 'Piagam', version: API_VERSION, license: { name: 'Apache-2.0' } },
    servers: [{ url: publicUrl }],
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  };
}

/** What the page `/docs` is filled with. */
export const apiReference = (): object => ({
  version: API_VERSION,
  operations: OPERATIONS.map((operation) => ({
    method: operation.method.toUpperCase(),
    path: operation.path,
    summary: operation.summary,
    auth: operation.roles !== undefined,
    parameters: operation.parameters ?? [],
    responses: Object.entries(operation.responses).map(([status, description]) => ({
      status,
      description,
    })),
    bodyExample: operation.example ? JSON.stringify(operation.example, null, 2) : null,
  })),
});
