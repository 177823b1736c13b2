/** The declaration as it arrives at the door: shape, sizes and formats, before any rule is asked. */
import { z } from 'zod';
import { RENEWALS } from '../domain/declaration.ts';
import { MAX_REMINDERS } from '../domain/reminder.ts';
import { SIGNING_MODES } from '../domain/signing-mode.ts';
import { date, documentNumber, identifier, perKind, sentence, slug } from './field.ts';
import { AgencyProfile } from './request-agency.ts';
import { Event } from './request-event.ts';
import {
  Attendee,
  CollectivePledge,
  email,
  Partner,
  Person,
  Pledger,
  PledgesElsewhere,
  Signatory,
} from './request-person.ts';
import { MAX_UNITS, predicates, Unit } from './request-unit.ts';

export const MAX_PLEDGES = 300;
/** Of signatories, of witnesses and of partners. */
const MAX_PEOPLE = 20;
const MAX_PRESENT = 200;
const MAX_CITATIONS = 20;
const MAX_AREAS = 20;
const MAX_REMINDER_DAYS = 366;
/** Years in which an assessment can lie. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

const EvidenceFor = z.strictObject({
  programme: z.enum(['PMPRB', 'RB']).describe('Self-assessment up to 2022, or its successor'),
  year: z.int().min(FIRST_YEAR).max(LAST_YEAR).describe('Year of the assessment'),
});

const Supersedes = z.strictObject({
  declarationId: identifier.describe('The declaration that this one renews'),
  renewal: z.enum(RENEWALS).describe('Each year, or after a change of leader'),
});

/** One more is sent a day before the deadline, which the schedule need not name. */
const Reminders = z.strictObject({
  afterDays: z
    .array(z.int().min(1).max(MAX_REMINDER_DAYS))
    .max(MAX_REMINDERS - 1)
    .describe('Days after the invitation; none but the last one before the deadline when empty'),
});

export const DeclarationRequest = z.strictObject({
  agency: AgencyProfile.optional().describe('Who declares; or name a stored profile instead'),
  profile: slug.optional().describe('Name of a stored agency profile, instead of agency'),
  event: Event.describe('When and where it was held, or what is planned'),
  target: predicates.min(1).describe('Predicates worked towards'),
  signingMode: z
    .enum(SIGNING_MODES)
    .optional()
    .describe('Who signs what, where it differs from the mode of the agency'),
  charterMode: z
    .enum(['joint', 'perUnit', 'none'])
    .default('joint')
    .describe('One charter for all units, one for each, or none'),
  commitment: z.boolean().default(false).describe('Whether a komitmen bersama is made'),
  minutes: z.boolean().default(false).describe('Whether a berita acara is made, after the rest'),
  leader: Person.optional().describe('Pimpinan instansi'),
  units: z.array(Unit).max(MAX_UNITS).default([]).describe('Units that declare or are proposed'),
  partners: z
    .array(Partner)
    .max(MAX_PEOPLE)
    .default([])
    .describe('Other agencies that declare in the same ceremony'),
  signatories: z
    .array(Signatory)
    .max(MAX_PEOPLE)
    .default([])
    .describe('Everyone else who signs each charter and the commitment'),
  witnesses: z.array(Person).max(MAX_PEOPLE).default([]).describe('Saksi; they sign last'),
  present: z
    .array(Attendee)
    .max(MAX_PRESENT)
    .default([])
    .describe('Merely present: named in the minutes, never asked to sign'),
  pledges: z.array(Pledger).max(MAX_PLEDGES).default([]).describe('Pakta integritas, one each'),
  collectivePledges: z
    .array(CollectivePledge)
    .max(MAX_UNITS)
    .default([])
    .describe('Pakta integritas of whole units, one sheet each'),
  pledgesElsewhere: PledgesElsewhere.optional().describe('Pledges signed outside this declaration'),
  citations: z
    .array(sentence)
    .max(MAX_CITATIONS)
    .default([])
    .describe("Regulations as the agency's papers cite them; checked, never printed"),
  areas: z
    .array(sentence)
    .max(MAX_AREAS)
    .default([])
    .describe("Areas of change as the agency's papers list them; checked, never printed"),
  evidenceFor: EvidenceFor.optional().describe('Assessment this is to be evidence for'),
  numbers: z
    .strictObject({
      charter: documentNumber.exactOptional().describe('Of the joint charter'),
      commitment: documentNumber.exactOptional().describe('Of the commitment'),
      minutes: documentNumber.exactOptional().describe('Of the minutes'),
    })
    .default({})
    .describe('Numbers given elsewhere, instead of the next ones of the register'),
  supersedes: Supersedes.optional().describe('The declaration that this one renews'),
  deadline: date.optional().describe("Last day to sign, in the agency's zone"),
  deadlines: perKind(date)
    .optional()
    .describe('Kinds whose signing ends on another day, e.g. pledges after the ceremony'),
  reminders: Reminders.optional().describe(
    'When signatories are reminded; else after 3 and 7 days',
  ),
  contact: email
    .optional()
    .describe("Who hears of what was declined or ran out of time; else the agency's contact"),
});

export type DeclarationRequest = z.infer<typeof DeclarationRequest>;

/** A member as it may be left out; what stands in its place is the planned one, and no default. */
const kept = (member: z.ZodType): z.ZodType => {
  const bare = member instanceof z.ZodDefault ? member.unwrap() : member;
  return z.optional(bare).describe(member.description ?? '');
};

/** What changes when a planned event has been held, as the API describes it. */
export const HoldRequest = z.strictObject({
  ...Object.fromEntries(
    Object.entries(DeclarationRequest.shape).map(([name, member]) => [name, kept(member)]),
  ),
  event: Event.options[0].describe('When and where it was held'),
});
