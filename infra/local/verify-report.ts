/** Checks one file from itself alone, and says what was found in plain lines. */

import { areOurUpdates } from '../../functions/adapters/pades-check-increments.ts';
import { padesInspector } from '../../functions/adapters/pades-inspect.ts';
import {
  chainAt,
  isOwnSeal,
  OWN_REASON,
  proofOf,
  type Read,
  type ReadSignature,
  readSignatures,
} from '../../functions/adapters/pades-inspect-read.ts';
import { sealedContents } from '../../functions/adapters/pades-verify-contents.ts';
import { EVIDENCE_FILE, EVIDENCE_SHEET_FILE } from '../../functions/domain/attachment.ts';
import {
  agencyIn,
  EVIDENCE_SCHEMA,
  type Evidence,
  evidenceFindings,
  type Finding,
} from '../../functions/domain/verify-evidence.ts';
import type { FoundSignature } from '../../functions/ports-seal.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { sealerOf } from './verify-sealer.ts';

/**
 * - `holds`: everything is as it was sealed, by the agency of the document, says an authority that is
 *   trusted. Others may have signed as well, whom nobody has to know.
 * - `broken`: something is not as it was, or the certificate has been revoked.
 * - `undecided`: nothing is wrong, but it is not known who vouches for it, or it is no file of ours.
 */
export type Verdict = 'holds' | 'broken' | 'undecided';

export type Report = { readonly verdict: Verdict; readonly lines: readonly string[] };

/** What was checked; of what is not known nothing is wrong. */
type Checked = Finding & { readonly isKnown?: boolean };

function marked({ holds, isKnown = true, what }: Checked): string {
  if (!holds) return `FALSE ${what}`;
  return `${isKnown ? 'ok   ' : '?    '} ${what}`;
}

const word = (found: FoundSignature): string =>
  found.kind === 'timestamp' ? 'document timestamp' : 'signature';

function trustOf({ isTrusted }: FoundSignature, isAnybodyTrusted: boolean): string {
  if (isTrusted) return 'authority trusted';
  if (!isAnybodyTrusted) return 'authority not known (no --trust given)';
  return 'authority NOT trusted, or the certificate not good for this use and time';
}

/** Who vouches for the time, if anybody does whom we trust. */
function timeOf({ kind, stamped }: FoundSignature): string | undefined {
  if (stamped === undefined) return kind === 'signature' ? 'time only claimed' : undefined;
  const by = `timestamp ${stamped.at} by ${JSON.stringify(stamped.by)}`;
  return kind === 'timestamp' || stamped.isTrusted ? by : `${by}, who is not trusted`;
}

/** One signature in one line; a name may hold anything, and is quoted. */
function told(found: FoundSignature, isAnybodyTrusted: boolean): string {
  const by = found.by === '' ? 'cannot be read' : `by ${JSON.stringify(found.by)}`;
  const claimed = found.claimedAt && `claims ${found.claimedAt}`;
  const { level } = found;
  return [
    `${word(found)} ${by}`,
    claimed,
    level && `level PAdES ${level}`,
    timeOf(found),
    trustOf(found, isAnybodyTrusted),
    found.coversWholeFile ? 'covers the whole file' : 'covers an earlier state of the file',
  ]
    .filter((part) => part !== undefined)
    .join('; ');
}

/** @throws when it is not evidence that this program knows. */
function evidenceIn(json: string): Evidence {
  const evidence: Evidence = JSON.parse(json);
  if (evidence.schema !== EVIDENCE_SCHEMA) throw new Error(`its schema is not ${EVIDENCE_SCHEMA}`);
  return evidence;
}

/** Any holder of a trusted certificate can seal; the one of the agency is the one to look for. */
function sealerFinding(evidence: Evidence, { cms }: ReadSignature): Checked {
  const { isOfAgency, what } = sealerOf(cms?.leaf ?? new Uint8Array(), agencyIn(evidence, sha256));
  return { holds: true, isKnown: isOfAgency, what };
}

/** What the sealed revision holds; its bytes are those that the seal vouches for. */
async function contentFindings(
  pdf: Uint8Array,
  seal: ReadSignature,
  all: readonly Read[],
): Promise<readonly Checked[]> {
  const { attachments, fields } = await sealedContents(pdf.subarray(0, seal.scanned.end));
  const bytes = attachments.get(EVIDENCE_FILE.name);
  const named = OWN_REASON.exec(seal.scanned.reason ?? '')?.[1];
  const isNamed = bytes !== undefined && sha256(bytes) === named;
  const finding = { holds: isNamed, what: `evidence (bukti) named by the seal: SHA-256 ${named}` };
  if (!isNamed) return [finding];
  const sheet = attachments.get(EVIDENCE_SHEET_FILE.name);
  const file = {
    beginning: (sizeBytes: number) => sha256(pdf.subarray(0, sizeBytes)),
    sheetSha256: sheet && sha256(sheet),
    field: (name: string) => fields.get(name),
    certified: all
      .filter(({ scanned }) => scanned.end < seal.scanned.start)
      .map(({ scanned }) => sha256(pdf.subarray(0, scanned.end))),
  };
  const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const evidence = evidenceIn(json);
  const findings = [finding, ...evidenceFindings(evidence, file, sha256)];
  const isFollowed = findings.every(({ holds }) => holds);
  return isFollowed ? [...findings, sealerFinding(evidence, seal)] : findings;
}

async function updatesFinding(pdf: Uint8Array, seal: ReadSignature, all: readonly Read[]) {
  const { end } = seal.scanned;
  const stamps = all.filter((each) => each.kind === 'timestamp');
  const timestamps = stamps.filter(({ scanned }) => scanned.start >= end);
  const what = 'nothing follows the seal but validation data and timestamps of ours';
  return { holds: await areOurUpdates(pdf, end, timestamps), what };
}

/** By what lies in the file itself: it is not looked for elsewhere. */
async function revokedFinding(
  seal: ReadSignature,
  all: readonly Read[],
  trust: readonly Uint8Array[],
): Promise<readonly Finding[]> {
  const at = proofOf(seal, all)?.at ?? seal.scanned.claimedAt;
  const chain = chainAt(seal, { at, trust: { anchors: trust, intermediates: [] } }) ?? [];
  const isRevoked = await seal.carried.isRevoked(chain);
  const what = 'the certificate of the seal has been revoked, as an answer in the file says';
  return isRevoked ? [{ holds: false, what }] : [];
}

async function sealFindings(
  pdf: Uint8Array,
  seal: ReadSignature,
  { all, trust }: { readonly all: readonly Read[]; readonly trust: readonly Uint8Array[] },
): Promise<readonly Checked[]> {
  try {
    return [
      ...(await revokedFinding(seal, all, trust)),
      await updatesFinding(pdf, seal, all),
      ...(await contentFindings(pdf, seal, all)),
    ];
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return [{ holds: false, what: `contents of the sealed file: ${fault}` }];
  }
}

const ENDS: Readonly<Record<Verdict, string>> = {
  holds: 'The file is intact: as it was sealed, and sealed by whom you trust.',
  broken: 'The file is NOT intact, or its seal is no longer worth anything.',
  undecided:
    'No change was found, but nobody you trust vouches for the file: anybody can have made it.',
};

const OF_ANOTHER =
  'No change was found, and you trust who vouches for the seal, but it is not one of the agency.';

/** Checks signatures, seal, evidence, marks and timestamps of a PDF, offline. */
export async function reportOn(pdf: Uint8Array, trust: readonly Uint8Array[]): Promise<Report> {
  const found = await padesInspector({ trust }).inspect(pdf);
  const all = await readSignatures(pdf, { anchors: trust, intermediates: [] });
  const at = all.findIndex(isOwnSeal);
  const seal = all.find(isOwnSeal);
  const inSeal = seal === undefined ? [] : await sealFindings(pdf, seal, { all, trust });
  const signatures = found.map((each) => ({
    holds: each.holds,
    isKnown: each.isTrusted,
    what: told(each, trust.length > 0),
  }));
  const findings = [...signatures, ...inSeal];
  const isVouchedFor = signatures[at]?.isKnown === true;
  const isOfAgency = inSeal.every(({ isKnown = true }) => isKnown);
  const isWhole = findings.every(({ holds }) => holds);
  const verdict = isWhole ? (isVouchedFor && isOfAgency ? 'holds' : 'undecided') : 'broken';
  const none = seal === undefined ? ['It carries no seal of Piagam that holds.'] : [];
  const end = verdict === 'undecided' && isVouchedFor ? OF_ANOTHER : ENDS[verdict];
  return { verdict, lines: [...findings.map(marked), ...none, end] };
}
