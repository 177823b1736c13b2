/** Facts about reaching the signatories of a document: letters, addresses, who they are, until when. */
import type { ContactPurpose, Origin, ReturnedPurpose } from './event.ts';
import type { Reminder } from './reminder.ts';
import type { Person } from './signer.ts';

export type ReachEvent =
  | { readonly type: 'RemindersDue'; readonly reminders: readonly Reminder[] }
  /** A letter came back, or its reader has called it spam; `code` are the codes of that, no words. */
  | {
      readonly type: 'MailBounced' | 'MailComplained';
      readonly signer: number;
      readonly round: number;
      readonly purpose: ReturnedPurpose;
      readonly code: string;
    }
  /** Whoever declared has been written to; without a message the address was refused for good. */
  | {
      readonly type: 'ContactTold';
      readonly purpose: ContactPurpose;
      readonly n: number;
      readonly messageId?: string | undefined;
    }
  /** In the same round where nothing was left to sign. */
  | {
      readonly type: 'AddressCorrected';
      readonly signer: number;
      readonly round: number;
      readonly email: string;
    }
  | {
      readonly type: 'SignerReplaced';
      readonly signer: number;
      readonly round: number;
      readonly successor: Person & { readonly person: number };
      readonly reason: string;
      /** Where a signatory has handed the seat on; absent when an admin did. */
      readonly origin?: Origin | undefined;
    }
  | { readonly type: 'DeadlineExtended'; readonly deadline: string };
