/** What the API's description says of one operation. */
import type { z } from 'zod';

export type Operation = {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  readonly summary: string;
  readonly roles?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly description: string;
  }[];
  readonly body?: z.ZodType;
  readonly upload?: true;
  readonly example?: unknown;
  readonly responses: Readonly<Record<number, string>>;
};

export const READERS = 'admin, archivist, viewer';

export const ID = { name: 'id', in: 'path', description: 'Identifier' } as const;
export const LANGUAGE = {
  name: 'Accept-Language',
  in: 'header',
  description: 'Language of messages: id or en',
} as const;

export const LIMITED = { 401: 'No valid bearer token', 403: 'The caller lacks the role' } as const;
export const INVALID = 'Fields at fault, listed in errors (application/problem+json)';
