/** How the facts about a link's holder change what is known of them. */
import type { DocumentEvent } from './event.ts';
import { type IdentityProgress, recentRequests, UNPROVEN } from './identity.ts';
import type { SignerProgress } from './signer-progress.ts';

type IdentityEvent = Extract<
  DocumentEvent,
  {
    readonly type:
      | 'AccessCodeSet'
      | 'CodeRequested'
      | 'CodeMailed'
      | 'IdentityProven'
      | 'IdentityFailed'
      | 'LinkDisowned'
      | 'DocumentRead';
  }
>;

function failed(before: IdentityProgress, step: 'accessCode' | 'mailCode'): IdentityProgress {
  if (step === 'accessCode') return { ...before, wrongAccessCodes: before.wrongAccessCodes + 1 };
  const { tries, wrongMailCodes } = before;
  return { ...before, tries: tries + 1, wrongMailCodes: wrongMailCodes + 1 };
}

function proven(
  before: IdentityProgress,
  { step, session }: Extract<IdentityEvent, { readonly type: 'IdentityProven' | 'IdentityFailed' }>,
): IdentityProgress {
  return step === 'accessCode'
    ? { ...before, wrongAccessCodes: 0 }
    : { ...before, isSpent: true, spentIn: session };
}

function identityAfter(
  before: IdentityProgress,
  event: Exclude<IdentityEvent, { readonly type: 'LinkDisowned' | 'DocumentRead' }>,
  at: string,
): IdentityProgress {
  switch (event.type) {
    case 'AccessCodeSet':
      return { ...before, accessCode: event.hash };
    case 'CodeRequested': {
      const askedAt = [...recentRequests(before, at), at];
      const fresh = { tries: 0, isSpent: false, spentIn: undefined };
      return { ...before, mailCode: event.code, askedAt, ...fresh };
    }
    case 'CodeMailed':
      return { ...before, mailedCode: event.code };
    case 'IdentityProven':
      return proven(before, event);
    case 'IdentityFailed':
      return failed(before, event.step);
  }
}

export function evolveHolder(
  before: SignerProgress,
  event: IdentityEvent,
  at: string,
): SignerProgress {
  if (event.type === 'LinkDisowned') return { ...before, disownedAt: at };
  if (event.type === 'DocumentRead') return { ...before, readAt: at };
  return { ...before, identity: identityAfter(before.identity ?? UNPROVEN, event, at) };
}

/** What a new link leaves of the one before: the access code is the person's, not the link's. */
export function holderRenewed({ identity }: SignerProgress): Partial<SignerProgress> {
  const accessCode = identity?.accessCode;
  return {
    openedAt: undefined,
    readAt: undefined,
    disownedAt: undefined,
    identity: accessCode === undefined ? undefined : { ...UNPROVEN, accessCode },
  };
}
