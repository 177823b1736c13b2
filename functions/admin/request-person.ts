/** The people in a request: who signs, who pledges, who is merely present. */
import { z } from 'zod';
import { CHARTER_ROLES, POSITION_PREFIXES } from '../domain/signer.ts';
import type { FormRule } from './field.ts';
import { count, documentNumber, line, MAX_LINE, MAX_NAME, matching } from './field.ts';

/** All staff of a unit on one sheet; the document holds them and their superior. */
const MAX_MEMBERS = 100;
const MAX_EMAIL = 254;
const MAX_GROUP = 9;
const MAX_STAFF = 1_000_000;

const NIP: FormRule = {
  code: 'notNip',
  told: { id: 'NIP terdiri atas 18 angka.', en: 'A NIP has 18 digits.' },
};

const NAMELESS: FormRule = {
  code: 'nameless',
  told: {
    id: 'Sebutkan nama orang atau lembaganya.',
    en: 'Name the person or the institution.',
  },
};

const name = line(MAX_NAME).describe('Full name with titles, as it prints');
const position = line(MAX_LINE).describe('Jabatan, without prefix');
const prefix = z
  .enum(POSITION_PREFIXES)
  .optional()
  .describe('Of an office held for another or for the time being; prints before the position');
const institution = line(MAX_LINE).optional().describe('Institution, where it is not the agency');

/** An address of one person. */
export const email = z.email().max(MAX_EMAIL);

const person = {
  name,
  position,
  prefix,
  institution,
  rank: line(MAX_LINE).optional().describe('Pangkat/golongan'),
  nip: matching(/^\d{18}$/, NIP)
    .optional()
    .describe('Nomor Induk Pegawai, 18 digits; prints, and no answer of the API shows it'),
  stateOfficial: z
    .boolean()
    .optional()
    .describe(
      'Pejabat negara (minister, governor, regent, mayor): declares under the state emblem',
    ),
  email: email.describe('Where the personal link goes; one per person'),
};

export const Person = z.strictObject(person);

export const Signatory = z.strictObject({
  ...person,
  role: z
    .enum(CHARTER_ROLES)
    .default('declarer')
    .describe(
      'What the person signs as: yang mencanangkan, turut menandatangani, saksi, mengetahui',
    ),
  group: z
    .int()
    .min(1)
    .max(MAX_GROUP)
    .optional()
    .describe(
      'Order group: equal numbers sign in parallel, lower ones first; else as the role has it. Witnesses and who acknowledges always follow all who declare',
    ),
});

export const Attendee = z
  .strictObject({ name: name.optional(), position: position.optional(), prefix, institution })
  .refine((who) => who.name !== undefined || who.institution !== undefined, { params: NAMELESS });

export const Partner = z.strictObject({
  name: line(MAX_LINE).describe('Name of the other agency'),
  leader: Person.describe('Its leader, who signs the joint documents'),
});

const number = documentNumber
  .optional()
  .describe('Number given elsewhere, instead of the next one of the register');

export const Pledger = z.strictObject({
  ...person,
  unit: line(MAX_LINE).optional().describe('Name or acronym of one of the units'),
  rankAndFile: z
    .boolean()
    .default(true)
    .describe('False for leaders, whose fifth commitment is worded differently'),
  superior: Person.optional().describe('Direct superior, who signs as "Menyaksikan"'),
  number,
});

export const CollectivePledge = z.strictObject({
  unit: line(MAX_LINE).describe('Name or acronym of one of the units'),
  members: z.array(Person).min(1).max(MAX_MEMBERS).describe('Everyone who pledges on this sheet'),
  superior: Person.optional().describe('Direct superior, who signs as "Menyaksikan"'),
  number,
});

export const PledgesElsewhere = z.strictObject({
  leader: z.boolean().describe('Whether the leader has signed a pakta integritas'),
  staffSigned: count(MAX_STAFF).describe('Staff who have signed one'),
  staffTotal: count(MAX_STAFF).describe('All staff'),
});
