/** The rows that let a link be traced back to its person, and a file to its document. */
import type { DocumentDraft } from './draft.ts';
import type { LedgerEvent } from './event.ts';

/** Our files of one document that people may bring along to have them checked. */
export type FileKind = 'unsigned' | 'sealed' | 'evidence';

export type LookupTarget =
  | {
      readonly kind: 'link';
      readonly declarationId: string;
      readonly person: number;
      readonly round: number;
    }
  | { readonly kind: 'file'; readonly documentId: string; readonly file: FileKind };

export type Lookup = { readonly hash: string; readonly target: LookupTarget };

/** What a commit's events make findable. */
export function lookupsOf(
  { id: documentId, declarationId, signers }: DocumentDraft,
  events: readonly LedgerEvent[],
): readonly Lookup[] {
  return events.flatMap((event): readonly Lookup[] => {
    switch (event.type) {
      case 'LinkIssued': {
        const { round, linkHash: hash } = event;
        const person = signers[event.signer - 1]?.person;
        if (person === undefined) throw new Error(`no signatory ${event.signer}`);
        return [{ hash, target: { kind: 'link', declarationId, person, round } }];
      }
      case 'DocumentRendered':
        return [{ hash: event.sha256, target: { kind: 'file', documentId, file: 'unsigned' } }];
      case 'EvidenceCompiled':
        return [
          { hash: event.sheetSha256, target: { kind: 'file', documentId, file: 'evidence' } },
          { hash: event.jsonSha256, target: { kind: 'file', documentId, file: 'evidence' } },
        ];
      // An upgrade adds a file and takes none away: whoever holds the first one has a sealed file.
      case 'DocumentSealed':
      case 'SealUpgraded':
        return [{ hash: event.sha256, target: { kind: 'file', documentId, file: 'sealed' } }];
      default:
        return [];
    }
  });
}
