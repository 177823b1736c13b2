/** The main job from declaration to verified files, as an admin and all signatories would do it. */
import { setTimeout as delay } from 'node:timers/promises';
import { readInbox } from '../engines/smtp.ts';
import type { DemoDeclaration, DemoDocument } from './api.ts';
import { collect, type DemoRow, type Stage } from './collect.ts';
import { signLink } from './signatory.ts';

const POLL_MS = 100;
/** The whole job of a small event takes seconds; this is for a machine in distress. */
const DEADLINE_MS = 180_000;

/**
 * Answers every letter in the inbox that is not in `done`. One link may lead to several documents,
 * and later ones may come without a letter: as long as its list has some, the signatory comes back.
 */
async function answerLetters({ host, tell }: Stage, done: Set<string>): Promise<void> {
  for (const mail of await readInbox(host.inbox)) {
    const link = mail.links.find((url) => url.includes('/s/'));
    if (link === undefined || done.has(mail.id)) continue;
    const { signed, waiting } = await signLink(link);
    if (!waiting) done.add(mail.id);
    const who = mail.to[0]?.name ?? mail.to[0]?.address;
    if (signed > 0)
      tell(`  signed   ${who} · ${signed === 1 ? '' : `${signed} × `}${mail.subject}`);
  }
}

const LOST: readonly string[] = ['declined', 'voided', 'expired', 'superseded'];

/** A document that can no longer reach its seal. @throws naming it and the reason. */
function rejectLost({ title, status, shelf }: DemoDocument): void {
  if (shelf) throw new Error(`${title} is on the shelf: ${shelf.work} failed, ${shelf.reason}`);
  if (status !== undefined && LOST.includes(status)) throw new Error(`${title} was ${status}`);
}

const count = ({ documents }: DemoDeclaration, reached: readonly string[]): number =>
  documents.filter(({ status }) => status !== undefined && reached.includes(status)).length;

async function untilSealed(
  stage: Stage,
  declared: DemoDeclaration,
): Promise<{ readonly now: DemoDeclaration; readonly sealedAfterMs: ReadonlyMap<string, number> }> {
  const started = performance.now();
  const done = new Set<string>();
  const sealedAfterMs = new Map<string, number>();
  let told = '';
  while (performance.now() - started < DEADLINE_MS) {
    const now = await stage.api.declaration(declared.id);
    now.documents.forEach(rejectLost);
    const progress = `${count(now, ['signing', 'signed', 'sealed'])} rendered, ${count(now, ['sealed'])} sealed of ${now.documents.length}`;
    if (progress !== told) stage.tell(`  progress ${progress}`);
    told = progress;
    for (const { id, status } of now.documents)
      if (status === 'sealed' && !sealedAfterMs.has(id))
        sealedAfterMs.set(id, Math.round(performance.now() - started));
    if (sealedAfterMs.size === now.documents.length) return { now, sealedAfterMs };
    await answerLetters(stage, done);
    await delay(POLL_MS);
  }
  throw new Error(`not everything was sealed within ${DEADLINE_MS / 1000} seconds`);
}

/**
 * Declares `event`, signs as everybody in turn, waits for the seals and collects the files.
 * @throws with a reason a person can read when anything falls short.
 */
export async function runDemo(stage: Stage, event: unknown): Promise<readonly DemoRow[]> {
  const declared = await stage.api.declare(event);
  stage.tell(`  declared ${declared.id}: ${declared.documents.length} documents`);
  for (const { severity, field, message } of declared.warnings)
    stage.tell(`  warning  (${severity}) ${field}: ${message}`);
  if (declared.documents.length === 0) throw new Error('this declaration begets no document');
  const { now, sealedAfterMs } = await untilSealed(stage, declared);
  const rows: DemoRow[] = [];
  for (const document of now.documents)
    rows.push(await collect(stage, document, sealedAfterMs.get(document.id) ?? 0));
  return rows;
}
