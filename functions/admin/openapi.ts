/** The HTTP surface for programs, described (OpenAPI 3.1), and its form for the page `/docs`. */
import { z } from 'zod';
import type { Operation } from './operation.ts';
import { DECLARATION_OPERATIONS } from './operations-declarations.ts';
import { DOCUMENT_OPERATIONS } from './operations-documents.ts';

const API_VERSION = '1.1.0';

const OPERATIONS: readonly Operation[] = [...DECLARATION_OPERATIONS, ...DOCUMENT_OPERATIONS];

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
