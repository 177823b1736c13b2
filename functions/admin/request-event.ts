/** The event in a request: held, with day and place, or only planned. */
import { z } from 'zod';
import { date, line, MAX_LINE, webAddress } from './field.ts';

const place = line(MAX_LINE).describe('Where it is held, as it prints');
const day = date.describe('Calendar date, YYYY-MM-DD');

export const Event = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('held').describe('It has taken place: its documents are made'),
    date: day,
    weekday: line(MAX_LINE)
      .optional()
      .describe('Hari, as the agency wrote it; it must fit the date'),
    place,
    ceremony: z
      .boolean()
      .default(true)
      .describe('False when there were only documents and publication'),
    publicationUrl: webAddress.optional().describe('Where it was published (https)'),
  }),
  z.strictObject({
    status: z.literal('planned').describe('Only intended: no document is made yet'),
    date: day.optional(),
    place: place.optional(),
  }),
]);
