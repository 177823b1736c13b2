/** Operations on documents, and the public verification. */
import { ID, INVALID, LIMITED, type Operation, READERS } from './operation.ts';
import { ResendRequest, VoidRequest } from './request-command.ts';

const READING: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/documents/{id}',
    summary: 'One document: status, hashes, signatories',
    roles: READERS,
    parameters: [ID],
    responses: { 200: 'The document', 404: 'Unknown', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/documents/{id}/events',
    summary: 'The audit trail: every commit with its place in the hash chain',
    roles: 'admin, archivist',
    parameters: [ID],
    responses: { 200: 'All commits in order', 404: 'Unknown', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/documents/{id}/pdf',
    summary: 'Download a PDF of the document',
    roles: READERS,
    parameters: [ID, { name: 'kind', in: 'query', description: 'unsigned, sealed or evidence' }],
    responses: { 302: 'To a short-lived address', 404: 'Unknown', 409: 'Not made yet', ...LIMITED },
  },
  {
    method: 'get',
    path: '/v1/documents/{id}/evidence',
    summary: 'Download the evidence as JSON',
    roles: 'admin, archivist',
    parameters: [ID],
    responses: { 302: 'To a short-lived address', 404: 'Unknown', 409: 'Not made yet', ...LIMITED },
  },
];

const COMMANDS: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/documents/{id}/void',
    summary: 'End a document before all have signed; its number stays in the register',
    roles: 'admin',
    parameters: [ID],
    body: VoidRequest,
    example: { reason: 'Salah nama pejabat' },
    responses: { 200: 'The document', 409: 'All have signed', 422: INVALID, ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/resend',
    summary: 'Send one person a new link to all of their documents; the earlier link ends',
    roles: 'admin',
    parameters: [ID],
    body: ResendRequest,
    example: { signer: 1, round: 1 },
    responses: { 200: 'The document', 409: 'Signed or ended', 422: INVALID, ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/retry',
    summary: 'Take a document from the shelf and try its failed work again',
    roles: 'admin',
    parameters: [ID],
    responses: { 200: 'The document', 409: 'Not on the shelf', ...LIMITED },
  },
];

const VERIFYING: readonly Operation[] = [
  {
    method: 'get',
    path: '/verify/{id}',
    summary: 'Public page of a document, where its QR code leads',
    parameters: [ID],
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

export const DOCUMENT_OPERATIONS = [...READING, ...COMMANDS, ...VERIFYING];
