/** Operations on documents, and the public verification. */
import { AccessCodeRequest } from './access-code.ts';
import { ID, INVALID, LIMITED, type Operation, READERS } from './operation.ts';
import {
  AddressRequest,
  ExtendRequest,
  ReplaceRequest,
  ResendRequest,
  VoidRequest,
} from './request-command.ts';

/** A sealed file carries the evidence. */
const KINDS = 'unsigned, or, to admins and archivists, sealed (as without one) or evidence';

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
    parameters: [ID, { name: 'kind', in: 'query', description: KINDS }],
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
    path: '/v1/documents/{id}/signers/{n}/access-code',
    summary: 'Set the access code of a person, on all of their documents',
    roles: 'admin',
    parameters: [ID, { name: 'n', in: 'path', description: 'Number of the signatory' }],
    body: AccessCodeRequest,
    example: { code: 'melati 4821' },
    responses: { 200: 'The document', 404: 'No such signatory', 422: INVALID, ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/retry',
    summary: 'Take a document from the shelf and try its failed work again',
    roles: 'admin',
    parameters: [ID],
    responses: { 200: 'The document', 409: 'Not on the shelf', ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/reseal',
    summary: 'Try a seal again that failed or waits for a timestamp, from the confirmed file',
    roles: 'admin',
    parameters: [ID],
    responses: { 200: 'The document', 409: 'The seal is not waiting', ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/settle-seal',
    summary: 'Leave a seal at the level it has reached, where what it waits for will not come',
    roles: 'admin',
    parameters: [ID],
    responses: { 200: 'The document', 409: 'The seal waits for nothing', ...LIMITED },
  },
];

const SIGNER = { name: 'n', in: 'path', description: 'Number of the signatory' } as const;

const SIGNATORIES: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/documents/{id}/extend',
    summary: 'Give more time to sign; a document that has run out of it goes on',
    roles: 'admin',
    parameters: [ID],
    body: ExtendRequest,
    example: { deadline: '2026-12-31' },
    responses: {
      200: 'The document',
      409: 'Signed, ended, or told of in minutes',
      422: 'Not later, or too far ahead',
      ...LIMITED,
    },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/signers/{n}/remind',
    summary: 'Remind a person of all that they may sign now, once a day at most',
    roles: 'admin',
    parameters: [ID, SIGNER],
    responses: { 200: 'The document', 409: 'Not their turn, or letters come back', ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/signers/{n}/replace',
    summary:
      'Put somebody else in a place; the document is printed anew, and nobody may have signed',
    roles: 'admin',
    parameters: [ID, SIGNER],
    body: ReplaceRequest,
    example: {
      person: {
        name: 'Rini Wulandari, S.E.',
        position: 'Kepala Dinas Kependudukan dan Pencatatan Sipil',
        prefix: 'Plt.',
        email: 'rini.wulandari@example.test',
      },
      reason: 'Mutasi jabatan',
    },
    responses: { 200: 'The document', 409: 'Somebody has signed', 422: INVALID, ...LIMITED },
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/signers/{n}/correct-address',
    summary: 'Correct a person’s address on all of their documents; a new link goes there',
    roles: 'admin',
    parameters: [ID, SIGNER],
    body: AddressRequest,
    example: { email: 'kepala.disdukcapil@example.test' },
    responses: {
      200: 'The document',
      409: 'Signed, or another’s address',
      422: INVALID,
      ...LIMITED,
    },
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
    method: 'get',
    path: '/v1/files/{sha256}',
    summary: 'Whether a file is on record, by its SHA-256 alone',
    parameters: [{ name: 'sha256', in: 'path', description: 'SHA-256 of the file, hexadecimal' }],
    responses: { 200: 'The verdict', 404: 'Not on record' },
  },
  {
    method: 'post',
    path: '/v1/verify',
    summary: 'Check a PDF by the record, and by the signatures inside of it',
    upload: true,
    responses: { 200: 'The verdict', 400: 'No file', 413: 'The file is too large' },
  },
];

export const DOCUMENT_OPERATIONS = [...READING, ...COMMANDS, ...SIGNATORIES, ...VERIFYING];
