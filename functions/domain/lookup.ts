/** The rows that let a link or a file be traced back to its document, derived from the facts. */
import type { LedgerEvent } from './event.ts';

/** Our files of one document that people may bring along to have them checked. */
export type FileKind = 'unsigned' | 'sealed' | 'evidence';

export type LookupTarget =
  | {
      readonly kind: 'link';
      readonly documentId: string;
      readonly signer: number;
      readonly round: number;
    }
  | { readonly kind: 'file'; readonly documentId: string; readonly file: FileKind };

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
      case 'EvidenceCompiled':
        return [
          { hash: event.sheetSha256, target: { kind: 'file', documentId, file: 'evidence' } },
          { hash: event.jsonSha256, target: { kind: 'file', documentId, file: 'evidence' } },
        ];
      case 'DocumentSealed':
        return [{ hash: event.sha256, target: { kind: 'file', documentId, file: 'sealed' } }];
      default:
        return [];
    }
  });
}
