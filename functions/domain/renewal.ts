/** A renewal: which document of a newer declaration takes the place of which one of the older. */
import type { DeclarationState, DocumentEntry } from './declaration.ts';
import type { Renewed } from './draft.ts';
import type { DeclarationEvent } from './event.ts';

/**
 * The declaration whose place these facts take: each is renewed by one other at most, and a plan
 * renews nothing before it has been held.
 */
export function renewedBy(events: readonly DeclarationEvent[]): string | undefined {
  for (const event of events) {
    const made = event.type === 'DeclarationMade' || event.type === 'DeclarationHeld';
    if (made && event.declaration.event.status === 'held')
      return event.declaration.supersedes?.declarationId;
  }
  return undefined;
}

type Subject = Pick<DocumentEntry, 'kind' | 'title'>;

const alike = (one: Subject, other: Subject): boolean =>
  one.kind === other.kind && one.title === other.title;

/**
 * The other side of a renewal for a document of `own`: the declaration, and its one document of the
 * same kind and title. Of two namesakes' pledges nobody can tell which is meant, so neither is; nor
 * are minutes, as long as they have not been drafted.
 */
export function counterpart(
  subject: Subject,
  own: DeclarationState,
  other: DeclarationState,
): Renewed {
  const isUnique = own.documents.filter((entry) => alike(entry, subject)).length === 1;
  const [found, second] = other.documents.filter(
    (entry) => alike(entry, subject) && (entry.kind !== 'minutes' || other.minutesDrafted),
  );
  const documentId = isUnique && second === undefined ? found?.id : undefined;
  return { declarationId: other.id, documentId };
}
