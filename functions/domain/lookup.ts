/** The rows that let a link or a file be traced back to its document, derived from the facts. */
import type { LedgerEvent } from './event.ts';

export type LookupTarget =
  | {
      readonly kind: 'link';
      readonly documentId: string;
      readonly signer: number;
      readonly round: number;
    }
  | { readonly kind: 'file'; readonly documentId: string; readonly file: 'unsigned' | 'sealed' };

export type Lookup = { readonly hash: string; readonly target: LookupTarget };

/** What a commit's events make findable. */
export function lookupsOf(documentId: string, events: readonly LedgerEvent[]): readonly Lookup[] {
  return events.flatMap((event): readonly Lookup[] => {
    switch (event.type) {
      case 'LinkIssued': {
        const { signer, round } = event;
        return [{ hash: event.linkHash, target: { kind: 'link', documentId, signer, round } }];
      }
      case 'DocumentRendered':
        return [{ hash: event.sha256, target: { kind: 'file', documentId, file: 'unsigned' } }];
      case 'DocumentSealed':
        return [{ hash: event.sha256, target: { kind: 'file', documentId, file: 'sealed' } }];
      default:
        return [];
    }
  });
}
