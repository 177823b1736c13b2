/** The list of a person with several documents: what is theirs to sign comes first. */

import { CONSENT } from '../domain/consent.ts';
import type { DocumentStatus } from '../domain/document.ts';
import { progressOf } from '../domain/document.ts';
import type { Place } from '../domain/invitation.ts';
import { signerAt } from '../domain/invitation.ts';
import { printedPosition } from '../domain/signer.ts';
import { roleName } from '../domain/summary.ts';
import { localTime } from '../domain/wording.ts';
import type { Whereabouts } from './address.ts';
import { askingFor, pathOf } from './address.ts';
import type { Standing } from './desk.ts';
import { deskOf } from './desk.ts';
import type { Visit } from './door.ts';
import { hashField, togetherOf } from './read.ts';

const SHORT_HASH_CHARS = 12;

/** Rows of a group in plain sight; a superior of a large unit unfolds the others. */
export const ROWS_IN_SIGHT = 10;

/** In the order of what matters to the reader. */
const GROUPS: readonly Standing[] = ['sign', 'wait', 'signed', 'ended'];

const MARKS: Partial<Readonly<Record<DocumentStatus, string>>> = {
  drafted: 'printing',
  signing: 'others',
  signed: 'sealing',
  sealed: 'sealed',
};

/** What more is said of a place than its group says; a name among the texts. */
function markOf({ state, signer }: Place, standing: Standing): string | null {
  if (standing === 'sign') return progressOf(state, signer).readAt === undefined ? null : 'read';
  return standing === 'ended' ? null : (MARKS[state.status] ?? null);
}

const deadlineOf = ({ state: { draft } }: Place): string =>
  localTime(draft.deadline, draft.agency.timezone);

/** The form that signs all that has been read; nothing while there is none. */
function togetherView(visit: Visit, at: Whereabouts, now: string) {
  const places = togetherOf(visit, now);
  if (places.length === 0) return null;
  return {
    action: pathOf(at, '/sign-all'),
    count: places.length,
    consent: CONSENT,
    documents: places.map((place) => ({
      field: hashField(place),
      sha256: place.state.unsigned?.sha256 ?? '',
      sha256Short: (place.state.unsigned?.sha256 ?? '').slice(0, SHORT_HASH_CHARS),
      title: place.state.draft.title,
      url: pathOf(at, '', askingFor(visit, place)),
    })),
  };
}

const idleReason = (isWaiting: boolean, hasSigned: boolean): 'waiting' | 'done' | 'ended' =>
  isWaiting ? 'waiting' : hasSigned ? 'done' : 'ended';

/**
 * What the page of `visit` is filled with.
 * @throws when the visitor has no document at all.
 */
export function listView(visit: Visit, at: Whereabouts, now: string) {
  const [first] = visit.places;
  if (first === undefined) throw new Error('a list of no documents');
  const { byStanding, signed, total } = deskOf(visit, now);
  const together = togetherView(visit, at, now);
  const unread = ({ state, signer }: Place) => progressOf(state, signer).readAt === undefined;
  // What has been read is offered together; the next one is what has not.
  const next = byStanding.sign.find((place) => together === null || unread(place));
  const row = (place: Place, standing: Standing) => {
    const { draft, status } = place.state;
    // Most often all documents of a declaration have one deadline, and the next one tells it.
    const isOdd = standing === 'sign' && draft.deadline !== next?.state.draft.deadline;
    return {
      standing,
      mark: markOf(place, standing),
      title: draft.title,
      number: draft.number ?? null,
      roleName: roleName(place.state, signerAt(place)),
      deadline: isOdd ? deadlineOf(place) : null,
      ended: standing === 'ended' ? status : null,
      url: pathOf(at, '', askingFor(visit, place)),
    };
  };
  const groups = GROUPS.flatMap((standing) => {
    const rows = byStanding[standing].map((place) => row(place, standing));
    const folded = rows.slice(ROWS_IN_SIGHT);
    const more = folded.length > 0 ? { count: folded.length, rows: folded } : null;
    const shown = rows.slice(0, ROWS_IN_SIGHT);
    return rows.length > 0 ? [{ standing, count: rows.length, rows: shown, more }] : [];
  });
  const signer = signerAt(first);
  return {
    agencyName: first.state.draft.agency.name,
    recipientName: signer.name,
    recipientPosition: printedPosition(signer),
    progress: total > 0 ? { signed, total } : null,
    next: next ? { ...row(next, 'sign'), deadline: deadlineOf(next) } : null,
    idle: byStanding.sign.length > 0 ? null : idleReason(byStanding.wait.length > 0, signed > 0),
    together,
    disownUrl: byStanding.sign.length > 0 ? pathOf(at, '/disown') : null,
    groups,
  };
}
