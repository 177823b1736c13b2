/** How far a declaration has come: who has signed, what is overdue, and what an evaluator will find. */
import { localDate } from './deadline.ts';
import { type DeclarationState, expectedDocuments } from './declaration.ts';
import type { DocumentState } from './document.ts';
import { hasSigned, isComplete, turnOf } from './document.ts';
import { DOCUMENT_KINDS, type DocumentKind } from './draft.ts';
import { evidenceList } from './evaluation.ts';
import type { Signer } from './signer.ts';
import { printedPosition } from './signer.ts';

/** Complete and existing documents of a kind. */
type Tally = { readonly kind: DocumentKind; readonly complete: number; readonly total: number };

function tallies(state: DeclarationState, documents: readonly DocumentState[]): readonly Tally[] {
  const complete = documents.filter(isComplete);
  return DOCUMENT_KINDS.map((kind) => ({
    kind,
    complete: complete.filter(({ draft }) => draft.kind === kind).length,
    total: expectedDocuments(state).filter((entry) => entry.kind === kind).length,
  })).filter(({ total }) => total > 0);
}

type Pledge = {
  readonly unit: string | undefined;
  readonly rankAndFile: boolean;
  readonly signed: boolean;
};

/** One entry per person who pledges, on a sheet of one's own or of the unit. */
const pledgesIn = (documents: readonly DocumentState[]): readonly Pledge[] =>
  documents
    .filter(({ draft }) => draft.kind === 'pledge')
    .flatMap((document) =>
      document.draft.signers
        .filter(({ role }) => role === 'declarer')
        .map(({ number }) => ({
          unit: document.draft.units[0]?.name,
          rankAndFile: document.draft.rankAndFile === true,
          signed: hasSigned(document, number),
        })),
    );

const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.floor((part * 100) / whole);

/** Pledges signed per unit, and of the whole staff where the agency has told its number. */
function coverage({ declaration }: DeclarationState, documents: readonly DocumentState[]) {
  const pledges = pledgesIn(documents);
  const units = [...new Set(pledges.map(({ unit }) => unit))].map((unit) => {
    const own = pledges.filter((pledge) => pledge.unit === unit);
    const signed = own.filter((pledge) => pledge.signed).length;
    return { unit, signed, total: own.length, percent: percent(signed, own.length) };
  });
  const { pledgesElsewhere: elsewhere, agency } = declaration;
  const signedHere = pledges.filter(({ rankAndFile, signed }) => rankAndFile && signed).length;
  if (elsewhere === undefined) return { units };
  const signed = elsewhere.staffSigned + signedHere;
  const covered = percent(signed, elsewhere.staffTotal);
  const { coverageMajority: majority } = agency;
  const reached = covered >= majority;
  const staff = { signed, total: elsewhere.staffTotal, percent: covered, majority, reached };
  return { units, staff };
}

const named = (signer: Signer) => ({
  number: signer.number,
  name: signer.name,
  position: printedPosition(signer),
});

/** Documents that were not signed by everyone in time, and who is missing. */
const overdue = (documents: readonly DocumentState[], now: string) =>
  documents
    .filter(
      ({ status, draft }) => status === 'expired' || (status === 'signing' && now > draft.deadline),
    )
    .map((document) => ({
      id: document.draft.id,
      kind: document.draft.kind,
      title: document.draft.title,
      deadline: document.draft.deadline,
      missing: document.draft.signers
        .filter(({ number }) => !hasSigned(document, number))
        .map(named),
    }));

/** Whose signature each unfinished document waits for now. */
const waiting = (documents: readonly DocumentState[], now: string) =>
  documents
    .filter(({ status, draft }) => status === 'signing' && now <= draft.deadline)
    .map((document) => ({
      id: document.draft.id,
      kind: document.draft.kind,
      title: document.draft.title,
      deadline: document.draft.deadline,
      turn: document.draft.signers
        .filter(({ number }) => turnOf(document).includes(number))
        .map(named),
    }));

/** Lines of action plans whose month has passed; whether they are done is not kept in this record. */
function actionsPast({ declaration }: DeclarationState, today: string) {
  const month = today.slice(0, 'YYYY-MM'.length);
  return declaration.units.flatMap(({ name, actions }) =>
    actions
      .filter((action) => action.month < month)
      .map((action) => ({ unit: name, activity: action.activity, month: action.month })),
  );
}

/** A year after the event: courts are assessed on a yearly renewal, and others renew by custom. */
function renewalDue(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCFullYear(next.getUTCFullYear() + 1);
  return next.toISOString().slice(0, date.length);
}

/**
 * The progress of a declaration, from the ledger alone. `now` is UTC, ISO 8601; `documents` are those
 * drafted so far.
 */
export function declarationProgress(
  state: DeclarationState,
  documents: readonly DocumentState[],
  now: string,
) {
  const { event, agency } = state.declaration;
  const today = localDate(now, agency.timezone);
  return {
    id: state.id,
    status: event.status,
    documents: tallies(state, documents),
    pledges: coverage(state, documents),
    waiting: waiting(documents, now),
    overdue: overdue(documents, now),
    actionsPast: actionsPast(state, today),
    renewalDue: event.status === 'held' ? renewalDue(event.date) : undefined,
    evidence: evidenceList({ state, documents }),
  };
}
