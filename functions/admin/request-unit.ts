/** A unit in a request: its standing, why it was chosen, and its plan of action. */
import { z } from 'zod';
import { AREAS } from '../domain/area.ts';
import { PREDICATES } from '../domain/declaration.ts';
import type { FormRule } from './field.ts';
import { documentNumber, line, MAX_LINE, MAX_NAME, month, sentence } from './field.ts';
import { Person } from './request-person.ts';

export const MAX_UNITS = 100;
const MAX_REASONS = 10;
const MAX_ACTIONS = 60;
const MAX_CODE = 40;

const TWICE: FormRule = {
  code: 'twice',
  told: { id: 'Satu predikat cukup disebut sekali.', en: 'Each predicate is named once.' },
};

const predicate = z.enum(PREDICATES);

/** Predicates, each named once. */
export const predicates = z
  .array(predicate)
  .max(PREDICATES.length)
  .refine((named) => new Set(named).size === named.length, { params: TWICE });

const Reason = z.strictObject({
  assessment: sentence.describe('What was assessed or noted'),
  score: line(MAX_LINE).optional().describe('Score or grade, as it was given'),
  source: line(MAX_LINE).optional().describe('Who assessed it, and when'),
});

const Action = z.strictObject({
  area: z.enum(AREAS).describe('Area of change'),
  activity: sentence.describe('Kegiatan'),
  indicator: sentence.describe('Indikator'),
  target: sentence.describe('Target'),
  month: month.describe('Month by which it is done, YYYY-MM'),
  personInCharge: line(MAX_LINE).describe('Penanggung jawab'),
  evidence: sentence.describe('Data dukung'),
});

export const Unit = z.strictObject({
  name: line(MAX_LINE).describe('Full name, as it prints'),
  acronym: line(MAX_NAME).optional().describe('Acronym, by which pledges may name the unit'),
  code: line(MAX_CODE).optional().describe('Kode unit in document numbers; else the acronym'),
  head: Person.optional().describe('Head of the unit, who signs for it'),
  standing: z
    .enum(['declared', 'proposed'])
    .default('declared')
    .describe('A proposed unit (unit usulan) is named apart and begets no document'),
  rollout: z.int().min(1).max(MAX_UNITS).optional().describe('Place in the order of roll-out'),
  holds: predicates.default([]).describe('Predicates that the unit holds already'),
  proposedFor: predicate
    .optional()
    .describe('Predicate for which the unit will be proposed to the national assessors'),
  reasons: z.array(Reason).max(MAX_REASONS).default([]).describe('Why the unit was chosen'),
  actions: z
    .array(Action)
    .max(MAX_ACTIONS)
    .default([])
    .describe('Rencana aksi; without a line no action plan is made'),
  numbers: z
    .strictObject({
      charter: documentNumber.exactOptional().describe('Of its charter, with charterMode perUnit'),
      'action-plan': documentNumber.exactOptional().describe('Of its action plan'),
    })
    .default({})
    .describe('Numbers given elsewhere, instead of the next ones of the register'),
});
