/** An agency's profile in a request: how its documents look, are numbered and kept. */
import { z } from 'zod';
import {
  AGENCY_LEVELS,
  DEFAULT_COVERAGE_MAJORITY,
  FONT_SETS,
  ORIENTATIONS,
  PAPERS,
  RETENTION_FATES,
  UNTIMED_SEALS,
} from '../domain/agency.ts';
import { CERTIFIERS } from '../domain/certified.ts';
import { NUMBER_TOKENS, patternFault, tokensOf } from '../domain/number.ts';
import { SIGNING_MODES } from '../domain/signing-mode.ts';
import type { FormRule } from './field.ts';
import { count, line, MAX_LINE, perKind } from './field.ts';
import { MAX_LOGO_CHARS } from './logo.ts';
import { email } from './request-person.ts';

const MAX_ADDRESS_LINES = 5;
const MAX_CODE = 40;
const MAX_PATTERN = 100;
const MAX_RETENTION_YEARS = 100;
const MAX_MAJORITY_PERCENT = 100;
/** Printers leave some millimetres white, and more than a third of the paper leaves no text. */
const MIN_MARGIN_MM = 5;
const MAX_MARGIN_MM = 60;

const TOKENS = NUMBER_TOKENS.map((token) => `{${token}}`).join(', ');

const PATTERN_RULES: Readonly<Record<NonNullable<ReturnType<typeof patternFault>>, FormRule>> = {
  noSequence: {
    code: 'noSequence',
    told: {
      id: 'Pola memuat {sequence}.',
      en: 'The pattern holds {sequence}.',
    },
  },
  noYear: {
    code: 'noYear',
    told: {
      id: 'Pola memuat {year}, karena nomor dimulai lagi setiap tahun.',
      en: 'The pattern holds {year}, for numbers begin anew each year.',
    },
  },
  tokenTwice: {
    code: 'tokenTwice',
    told: {
      id: 'Setiap isian dalam kurung kurawal cukup disebut sekali.',
      en: 'Each token in braces is named once.',
    },
  },
  unknownToken: {
    code: 'unknownToken',
    told: {
      id: `Kurung kurawal hanya untuk isian ini: ${TOKENS}.`,
      en: `Braces are for these tokens only: ${TOKENS}.`,
    },
  },
};

const CODE_MISSING: FormRule = {
  code: 'codeMissing',
  told: {
    id: 'Pola memuat {unit}, sehingga kode instansi (code) wajib diisi.',
    en: 'The pattern holds {unit}, so the code of the agency (code) is required.',
  },
};

const pattern = line(MAX_PATTERN).superRefine((text, context) => {
  const fault = patternFault(text);
  if (fault !== undefined) context.addIssue({ code: 'custom', params: PATTERN_RULES[fault] });
});

/** An image as it is uploaded; larger than allowed is refused by name in `logo.ts`. */
export const Upload = z.strictObject({
  mediaType: z.enum(['image/png', 'image/svg+xml']).describe('Kind of image'),
  base64: z.string().min(1).max(MAX_LOGO_CHARS).describe('The file, 512 KB at most'),
});

const Letterhead = z.strictObject({
  addressLines: z
    .array(line(MAX_LINE))
    .max(MAX_ADDRESS_LINES)
    .default([])
    .describe('Lines below the name'),
  logo: Upload.optional().describe("The agency's own logo"),
  emblem: Upload.optional().describe(
    'The state emblem (Garuda), printed only where a state official declares',
  ),
});

const margin = z.int().min(MIN_MARGIN_MM).max(MAX_MARGIN_MM);

const Layout = z.strictObject({
  paper: z.enum(PAPERS).default('A4').describe('F4 (folio) is 215 × 330 mm'),
  font: z.enum(FONT_SETS).default('serif').describe('Set of typefaces'),
  orientation: perKind(z.enum(ORIENTATIONS))
    .default({})
    .describe('Kinds turned differently from the custom, e.g. {"charter": "portrait"}'),
  margins: z
    .strictObject({
      top: margin.describe('mm'),
      right: margin.describe('mm'),
      bottom: margin.describe('mm'),
      left: margin.describe('mm'),
    })
    .optional()
    .describe('Of every kind but the charter'),
});

const Numbering = z.strictObject({
  classification: line(MAX_CODE).describe('Kode klasifikasi arsip, e.g. 000.8.6'),
  pattern: pattern.describe(`How a number is made of ${TOKENS}`),
});

const Retention = z.strictObject({
  activeYears: count(MAX_RETENTION_YEARS).describe('Years as active records'),
  inactiveYears: count(MAX_RETENTION_YEARS).describe('Years as inactive records'),
  fate: z.enum(RETENTION_FATES).describe('Keterangan akhir: permanen, musnah, dinilai kembali'),
});

const Identity = z.strictObject({
  accessCode: z.boolean().optional().describe('A code that an admin gives to each of them'),
  mailCode: z.boolean().optional().describe('A one-time code by mail at each visit'),
});

export const AgencyProfile = z
  .strictObject({
    name: line(MAX_LINE).describe('Name, as it prints'),
    parent: line(MAX_LINE).optional().describe('Ministry or region it belongs to'),
    code: line(MAX_CODE).optional().describe('Kode instansi in document numbers'),
    level: z.enum(AGENCY_LEVELS).describe('Kind of agency; who signs what follows from it'),
    city: line(MAX_LINE).describe('Where its documents are dated'),
    timezone: z.enum(['WIB', 'WITA', 'WIT']).describe('Zone of its dates and deadlines'),
    letterhead: Letterhead.prefault({}).describe('Head of every document'),
    layout: Layout.prefault({}).describe('Paper, typefaces, margins'),
    signingMode: z
      .enum(SIGNING_MODES)
      .optional()
      .describe('Who signs what, where it differs from the custom of the level'),
    emblemForActing: z
      .boolean()
      .default(false)
      .describe('Whether acting officials (Pj., Plt., Plh.) of state rank sign under the emblem'),
    numbering: perKind(Numbering)
      .default({})
      .describe('How each kind of document is numbered; kinds left out go unnumbered'),
    retention: perKind(Retention).default({}).describe('How long each kind is kept'),
    mailSender: line(MAX_LINE).optional().describe('Sender name of letters; else the name'),
    untimed: z
      .enum(UNTIMED_SEALS)
      .optional()
      .describe('Without a timestamp: hold the seal until there is one; else seal, upgrade later'),
    certifier: z
      .enum(CERTIFIERS)
      .optional()
      .describe('Provider whose certificates all signatories sign with as well'),
    identity: Identity.optional().describe(
      'What its signatories prove beyond holding the mailed link; nothing when left out',
    ),
    contact: email
      .optional()
      .describe('Who hears of what was declined or ran out of time, unless a declaration says'),
    delegation: z
      .boolean()
      .optional()
      .describe('Whether signatories may hand their place on before anybody has signed'),
    coverageMajority: z
      .int()
      .min(1)
      .max(MAX_MAJORITY_PERCENT)
      .default(DEFAULT_COVERAGE_MAJORITY)
      .describe('Percentage of staff with a signed pledge below which there is a warning'),
  })
  .superRefine(({ code, numbering }, context) => {
    for (const [kind, { pattern: text }] of Object.entries(numbering))
      if (code === undefined && tokensOf(text).includes('unit'))
        context.addIssue({
          code: 'custom',
          params: CODE_MISSING,
          path: ['numbering', kind, 'pattern'],
        });
  });

export type AgencyProfile = z.infer<typeof AgencyProfile>;
