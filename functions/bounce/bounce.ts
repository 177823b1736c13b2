/** Puts on record what Amazon SES tells of letters that came back, or were called spam. */
import { z } from 'zod';
import type { Undelivered } from '../domain/delivery.ts';
import { progressOf } from '../domain/document.ts';
import { mailMark } from '../domain/mail-mark.ts';
import type { Ledger } from '../ports-ledger.ts';
import { type Execute, record } from '../runtime/execute.ts';
import { readPlaces } from '../runtime/places.ts';

const WORKER = 'bounce';

const MAX_CODE = 80;

/** What `functions/adapters/mail.ts` had written on the letter; SES makes a list of each tag. */
const one = <T extends z.ZodType>(value: T) => z.tuple([value]).rest(z.unknown());
const About = z.object({
  declarationId: one(z.string()),
  person: one(z.coerce.number().int().min(1)),
  round: one(z.coerce.number().int().min(1)),
  purpose: one(z.enum(['invitation', 'reminder', 'receipt', 'completion', 'changed', 'expired'])),
});

const Mail = z.object({ tags: z.record(z.string(), z.array(z.string())).default({}) });

const Bounce = z.object({
  eventType: z.literal('Bounce'),
  mail: Mail,
  bounce: z.object({
    bounceType: z.string(),
    bounceSubType: z.string(),
    bouncedRecipients: z.array(z.object({ status: z.string().optional() })).default([]),
  }),
});

const Complaint = z.object({
  eventType: z.literal('Complaint'),
  mail: Mail,
  complaint: z.object({ complaintFeedbackType: z.string().nullish() }),
});

/**
 * An event of Amazon SES as EventBridge passes it on (SES Developer Guide, "Examples of event data
 * that Amazon SES publishes to EventBridge").
 */
const SesEvent = z.object({
  detail: z.discriminatedUnion('eventType', [Bounce, Complaint]),
});

/** Absence notices come as transient bounces without any more of a reason: the letter has arrived. */
const isAbsence = ({ bounceType, bounceSubType }: z.infer<typeof Bounce>['bounce']): boolean =>
  bounceType === 'Transient' && bounceSubType === 'General';

type Trouble = Pick<Undelivered, 'trouble' | 'code'>;

function troubleIn(detail: z.infer<typeof SesEvent>['detail']): Trouble | undefined {
  if (detail.eventType === 'Complaint') {
    const code = detail.complaint.complaintFeedbackType ?? 'complaint';
    return { trouble: 'complained', code: code.slice(0, MAX_CODE) };
  }
  const { bounce } = detail;
  const status = bounce.bouncedRecipients[0]?.status;
  const code = [bounce.bounceType, bounce.bounceSubType, status].filter(Boolean).join(' ');
  return isAbsence(bounce) ? undefined : { trouble: 'bounced', code: code.slice(0, MAX_CODE) };
}

/**
 * Records the trouble on every document that the letter was about.
 * @throws when the event is none that we know, or could not be recorded: it comes again, and then to
 * the dead letters.
 */
export async function recordBounce(
  { ledger, execute }: { readonly ledger: Ledger; readonly execute: Execute },
  event: unknown,
): Promise<void> {
  const { detail } = SesEvent.parse(event);
  const trouble = troubleIn(detail);
  // Letters to admins carry no tags: nobody's link is concerned.
  const about = About.safeParse(detail.mail.tags).data;
  if (trouble === undefined || about === undefined) return;
  const [declarationId] = about.declarationId;
  const [person] = about.person;
  const [round] = about.round;
  const [purpose] = about.purpose;
  const declaration = await ledger.declaration(declarationId);
  if (declaration === undefined) throw new Error(`there is no declaration ${declarationId}`);
  for (const { state, signer } of await readPlaces(ledger, declaration.state, person)) {
    const mark = mailMark(purpose, round);
    const wasTold = progressOf(state, signer).mailed.some(
      (known) => known === mark || known.startsWith(`${mark}:`),
    );
    if (!wasTold) continue;
    const command = { type: 'recordTrouble', signer, round, purpose, ...trouble } as const;
    await record(execute, state.draft.id, { command, worker: WORKER });
  }
}
