/** How it is made sure, beyond the mailed link, who signs: an agency's policy, codes, and tries. */

/** In the order in which they are asked for. */
export const IDENTITY_STEPS = ['accessCode', 'mailCode'] as const;
export type IdentityStep = (typeof IDENTITY_STEPS)[number];

/**
 * What an agency asks for beyond the mailed link, which is always the first step.
 *
 * - `accessCode`: a code that an admin has told the person on another way.
 * - `mailCode`: a one-time code, mailed when it is asked for.
 */
export type IdentityPolicy = Readonly<Partial<Record<IdentityStep, boolean | undefined>>>;

export const MIN_ACCESS_CODE_CHARS = 6;
export const MAX_ACCESS_CODE_CHARS = 40;
export const MAIL_CODE_DIGITS = 6;
/** Wrong tries at an access code before the link is locked, at a mailed code before it ends. */
export const MAX_TRIES = 5;
/** Wrong mailed codes of one link, over all that were sent, before the link is locked. */
export const MAX_WRONG_CODES = 30;
export const MAIL_CODE_MS = 10 * 60_000;
/** A second tap is no second letter. */
export const MAIL_CODE_PAUSE_MS = 60_000;
export const MAX_MAIL_CODES = 5;
const CODE_WINDOW_MS = 60 * 60_000;

/** What has happened on one link; a new link starts with nothing but the access code. */
export type IdentityProgress = {
  /** Salted slow hash. */
  readonly accessCode?: string | undefined;
  readonly wrongAccessCodes: number;
  /** Number of the last code that was asked for; 0 before the first. */
  readonly mailCode: number;
  /** Number of the last code that has been mailed. */
  readonly mailedCode: number;
  /** When codes were asked for, within an hour of the last one (UTC). */
  readonly askedAt: readonly string[];
  /** Wrong tries at the last code. */
  readonly tries: number;
  /** Wrong tries at all codes of this link. */
  readonly wrongMailCodes: number;
  /** The last code has opened a session: it is good for one. */
  readonly isSpent: boolean;
  /** The session in which it was entered. */
  readonly spentIn?: string | undefined;
};

export const UNPROVEN: IdentityProgress = {
  wrongAccessCodes: 0,
  mailCode: 0,
  mailedCode: 0,
  askedAt: [],
  tries: 0,
  wrongMailCodes: 0,
  isSpent: false,
};

/** The steps that a policy asks for, in their order. */
export const stepsOf = (policy: IdentityPolicy | undefined): readonly IdentityStep[] =>
  IDENTITY_STEPS.filter((step) => policy?.[step] === true);

/** The first step that has yet to be taken; undefined when none is left. */
export const missingStep = (
  policy: IdentityPolicy | undefined,
  taken: readonly IdentityStep[],
): IdentityStep | undefined => stepsOf(policy).find((step) => !taken.includes(step));

export const isLocked = ({ wrongAccessCodes, wrongMailCodes }: IdentityProgress): boolean =>
  wrongAccessCodes >= MAX_TRIES || wrongMailCodes >= MAX_WRONG_CODES;

const age = (then: string | undefined, now: string): number =>
  then === undefined ? Number.POSITIVE_INFINITY : Date.parse(now) - Date.parse(then);

/** The requests that count against the cap at `now`. */
export const recentRequests = ({ askedAt }: IdentityProgress, now: string): readonly string[] =>
  askedAt.filter((at) => age(at, now) < CODE_WINDOW_MS);

/** Whether a code has been asked for so lately that it may still be on its way. */
export const isOnItsWay = ({ askedAt, isSpent, tries }: IdentityProgress, now: string): boolean =>
  !isSpent && tries < MAX_TRIES && age(askedAt.at(-1), now) < MAIL_CODE_PAUSE_MS;

/** Whether the last mailed code may still be entered. */
export const isOpen = ({ askedAt, isSpent, tries }: IdentityProgress, now: string): boolean =>
  !isSpent && tries < MAX_TRIES && age(askedAt.at(-1), now) <= MAIL_CODE_MS;

/** Whether the last code was entered in this very session: its second tap is no second use. */
export const isSpentIn = (
  { askedAt, spentIn }: IdentityProgress,
  session: string | undefined,
  now: string,
): boolean =>
  session !== undefined && spentIn === session && age(askedAt.at(-1), now) <= MAIL_CODE_MS;

/** The number of the code that has yet to be mailed, while it is of use. */
export function codeDue(progress: IdentityProgress, now: string): number | undefined {
  const { mailCode, mailedCode } = progress;
  return mailedCode < mailCode && isOpen(progress, now) ? mailCode : undefined;
}
