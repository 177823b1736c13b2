/** The declaration as it arrives at the door: shape, sizes and formats, before any rule is asked. */
import { z } from 'zod';
import { AGENCY_LEVELS, DEFAULT_SIGNATORY_GROUP } from '../domain/declaration.ts';
import { CHARTER_ROLES, POSITION_PREFIXES } from '../domain/signer.ts';
import type { Language } from '../runtime/view.ts';
import { MAX_LOGO_CHARS } from './logo.ts';

export const MAX_UNITS = 100;
export const MAX_PLEDGES = 300;
const MAX_PEOPLE = 20;
const MAX_NAME = 160;
const MAX_LINE = 200;
const MAX_ADDRESS_LINES = 5;
const MAX_EMAIL = 254;
const MAX_GROUP = 9;

/** What a fault is called and how it is told; without it people would read zod's patterns. */
export type FormRule = {
  readonly code: string;
  readonly told: Readonly<Record<Language, string>>;
};

const PRINTABLE: FormRule = {
  code: 'notPrintable',
  told: {
    id: 'Hanya huruf Latin, angka, dan tanda baca yang dapat dicetak.',
    en: 'Only Latin letters, digits and punctuation can be printed.',
  },
};

/** What the fonts of the documents hold: Latin with its extensions, and common punctuation. */
const PRINTABLE_TEXT =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f\u02b9-\u02bc\u1e00-\u1e9f\u1ef2-\u1eff\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032-\u2033\u2039-\u203a\u20ac\u2116\u2122]*$/;

/** How a mail header begins an encoded word (RFC 2047), which some readers would decode in a name. */
const ENCODED_WORD = '=?';

const NIP: FormRule = {
  code: 'notNip',
  told: { id: 'NIP terdiri atas 18 angka.', en: 'A NIP has 18 digits.' },
};

const TWICE: FormRule = {
  code: 'twice',
  told: { id: 'Satu predikat cukup disebut sekali.', en: 'Each predicate is named once.' },
};

/** One line of printable text, trimmed and composed (NFC). */
const line = (max: number) =>
  z
    .string()
    .normalize()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => PRINTABLE_TEXT.test(text) && !text.includes(ENCODED_WORD), {
      params: PRINTABLE,
    });

const date = z.iso.date().meta({ description: 'Calendar date, YYYY-MM-DD' });

const person = {
  name: line(MAX_NAME).meta({ description: 'Full name with titles, as it prints' }),
  position: line(MAX_LINE).meta({ description: 'Jabatan, without prefix' }),
  prefix: z.enum(POSITION_PREFIXES).optional(),
  institution: line(MAX_LINE).optional(),
  rank: line(MAX_LINE).optional().meta({ description: 'Pangkat/golongan' }),
  nip: z
    .string()
    .refine((digits) => /^\d{18}$/.test(digits), { params: NIP })
    .optional()
    .meta({ description: 'Nomor Induk Pegawai, 18 digits' }),
  email: z.email().max(MAX_EMAIL),
};

const Person = z.strictObject(person);

const Signatory = z.strictObject({
  ...person,
  role: z.enum(CHARTER_ROLES).default('declarer'),
  group: z
    .int()
    .min(1)
    .max(MAX_GROUP)
    .default(DEFAULT_SIGNATORY_GROUP)
    .meta({ description: 'Order group: equal numbers sign in parallel, lower ones first' }),
});

const Pledger = z.strictObject({
  ...person,
  unit: line(MAX_LINE).optional().meta({ description: 'Name or acronym of one of the units' }),
  rankAndFile: z
    .boolean()
    .default(true)
    .meta({ description: 'False for leaders, whose fifth commitment is worded differently' }),
  superior: Person.optional(),
});

const Logo = z.strictObject({
  mediaType: z.enum(['image/png', 'image/svg+xml']),
  /** Longer than allowed is refused by name in `logo.ts`, not as a mere length. */
  base64: z.string().min(1).max(MAX_LOGO_CHARS),
});

const Ceremony = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('held'),
    date,
    weekday: line(MAX_LINE).optional(),
    place: line(MAX_LINE),
  }),
  z.strictObject({
    status: z.literal('planned'),
    date: date.optional(),
    place: line(MAX_LINE).optional(),
  }),
]);

export const DeclarationRequest = z.strictObject({
  agency: z.strictObject({
    name: line(MAX_LINE),
    parent: line(MAX_LINE).optional().meta({ description: 'Ministry or region it belongs to' }),
    level: z.enum(AGENCY_LEVELS),
    city: line(MAX_LINE),
    timezone: z.enum(['WIB', 'WITA', 'WIT']),
    letterhead: z
      .strictObject({
        addressLines: z.array(line(MAX_LINE)).max(MAX_ADDRESS_LINES).default([]),
        logo: Logo.optional(),
      })
      .default({ addressLines: [] }),
  }),
  event: Ceremony,
  target: z
    .array(z.enum(['WBK', 'WBBM']))
    .min(1)
    .max(2)
    .refine((target) => new Set(target).size === target.length, { params: TWICE }),
  charterMode: z.enum(['joint', 'perUnit']).default('joint'),
  units: z
    .array(
      z.strictObject({
        name: line(MAX_LINE),
        acronym: line(MAX_NAME).optional(),
        head: Person.optional(),
      }),
    )
    .max(MAX_UNITS)
    .default([]),
  signatories: z.array(Signatory).max(MAX_PEOPLE).default([]),
  witnesses: z.array(Person).max(MAX_PEOPLE).default([]),
  pledges: z.array(Pledger).max(MAX_PLEDGES).default([]),
  deadline: date.optional().meta({ description: "Last day to sign, in the agency's zone" }),
});

export type DeclarationRequest = z.infer<typeof DeclarationRequest>;

/** A whole logo is judged by itself, whatever else is wrong. */
export const WithLogo = z.object({
  agency: z.object({ letterhead: z.object({ logo: Logo }) }),
});

export const VoidRequest = z.strictObject({ reason: line(500) });
export const ResendRequest = z.strictObject({
  signer: z.int().min(1),
  round: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Round of the link to replace: with it a repeated request is harmless' }),
});
