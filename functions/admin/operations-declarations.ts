/** Operations on agencies, declarations and number registers. */
import { EXAMPLE, HOLD_EXAMPLE, PROFILE_EXAMPLE } from './example.ts';
import { ID, INVALID, LANGUAGE, LIMITED, type Operation, READERS } from './operation.ts';
import { DeclarationRequest, HoldRequest } from './request.ts';
import { AgencyProfile } from './request-agency.ts';
import { WithdrawRequest } from './request-command.ts';

const SLUG = {
  name: 'slug',
  in: 'path',
  description: 'Name of the profile, e.g. kota-contoh',
} as const;
const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key and body gives the same answer; another body is refused (422)',
} as const;

const AGENCIES: readonly Operation[] = [
  {
    method: 'put',
    path: '/v1/agencies/{slug}',
    summary:
      "Store an agency's profile; each change is a new version, and declarations keep the one they were made with",
    roles: 'admin',
    parameters: [
      SLUG,
      {
        name: 'If-Match',
        in: 'header',
        description: 'ETag of the current version; needed to replace it',
      },
      LANGUAGE,
    ],
    body: AgencyProfile,
    example: PROFILE_EXAMPLE,
    responses: {
      200: 'The profile with its new version, or the current one when nothing differs',
      201: 'The first version',
      400: 'The body is not JSON',
      412: 'The current version is another one, or If-Match is missing',
      422: INVALID,
      ...LIMITED,
    },
  },
  {
    method: 'get',
    path: '/v1/agencies/{slug}',
    summary: 'The current version of a profile, with its ETag',
    roles: READERS,
    parameters: [SLUG],
    responses: { 200: 'The profile and its version', 404: 'Unknown', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/agencies/{slug}/versions',
    summary: 'Every version of a profile: who stored it, and when',
    roles: READERS,
    parameters: [SLUG],
    responses: { 200: 'All versions, oldest first', 404: 'Unknown', ...LIMITED },
  },
];

const DECLARATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/declarations',
    summary:
      'Declare a pencanangan; its documents are made, mailed, signed and sealed from here on',
    roles: 'admin',
    parameters: [
      KEY,
      { name: 'dryRun', in: 'query', description: 'true only checks and answers with warnings' },
      LANGUAGE,
    ],
    body: DeclarationRequest,
    example: EXAMPLE,
    responses: {
      201: 'The declaration, the documents it begets, and warnings (severity strong or mild)',
      400: 'The body is not JSON',
      422: INVALID,
      ...LIMITED,
    },
  },
  {
    method: 'get',
    path: '/v1/declarations',
    summary: 'Declarations, newest first',
    roles: READERS,
    parameters: [{ name: 'cursor', in: 'query', description: 'Continues an earlier page' }],
    responses: { 200: 'A page of declarations', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/declarations/{id}',
    summary: 'One declaration: units in their order, and the standing of each document',
    roles: READERS,
    parameters: [ID],
    responses: { 200: 'The declaration', 404: 'Unknown', ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/declarations/{id}/hold',
    summary:
      'Record that a planned event was held; members that are left out stay as planned, and the documents follow',
    roles: 'admin',
    parameters: [
      ID,
      {
        name: 'Idempotency-Key',
        in: 'header',
        description: 'May be sent; the same body gives the same answer with or without it',
      },
      LANGUAGE,
    ],
    body: HoldRequest,
    example: HOLD_EXAMPLE,
    responses: {
      200: 'The declaration, the documents it begets, and warnings (severity strong or mild)',
      400: 'The body is not JSON',
      404: 'Unknown',
      409: 'Held already, and otherwise',
      422: INVALID,
      ...LIMITED,
    },
  },
  {
    method: 'get',
    path: '/v1/declarations/{id}/progress',
    summary: 'Coverage of pledges, what is overdue, and what an evaluator would ask for',
    roles: READERS,
    parameters: [ID],
    responses: { 200: 'The progress at this moment', 404: 'Unknown', ...LIMITED },
  },
];

const PUBLICATION: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/declarations/{id}/board/open',
    summary: 'Open the ceremony board to everyone who has its address',
    roles: 'admin',
    parameters: [ID],
    responses: { 200: 'Where it is', 404: 'Unknown', 409: 'Only planned', ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/declarations/{id}/board/close',
    summary: 'Close the ceremony board; it names nobody any more',
    roles: 'admin',
    parameters: [ID],
    responses: { 200: 'When it was closed', 404: 'Unknown', ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/declarations/{id}/publish',
    summary: 'Publish the page of the declaration, for people and search engines',
    roles: 'admin',
    parameters: [ID],
    responses: { 200: 'Where it is', 404: 'Unknown', 409: 'Only planned', ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/declarations/{id}/unpublish',
    summary: 'Withdraw the public page; in its place stands when and why',
    roles: 'admin',
    parameters: [ID],
    body: WithdrawRequest,
    example: { reason: 'Data unit kerja sedang diperbaiki' },
    responses: {
      200: 'When and why',
      404: 'Unknown',
      409: 'Never published',
      422: INVALID,
      ...LIMITED,
    },
  },
];

const REGISTERS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/registers/{register}/{kind}/{year}',
    summary: 'One series of the number register; numbers of voided documents stay in it',
    roles: READERS,
    parameters: [
      {
        name: 'register',
        in: 'path',
        description: "Name of the agency's profile; without one the agency's name, percent-encoded",
      },
      { name: 'kind', in: 'path', description: 'Kind of document' },
      { name: 'year', in: 'path', description: 'Year of the event' },
      {
        name: 'unit',
        in: 'query',
        description: 'Code of the unit, where numbers name it; each unit has its own series',
      },
    ],
    responses: {
      200: 'Entries with sequence, number, document, title and status',
      404: 'No such series',
      ...LIMITED,
    },
  },
];

export const DECLARATION_OPERATIONS = [...AGENCIES, ...DECLARATIONS, ...PUBLICATION, ...REGISTERS];
