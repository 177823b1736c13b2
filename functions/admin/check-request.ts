/** Form, images, rules and record of a declaration in one go: a caller sees everything at once. */
import { checkDeclaration } from '../domain/check.ts';
import { canonical } from '../domain/commit.ts';
import type { Declaration } from '../domain/declaration.ts';
import { error, type Finding } from '../domain/finding.ts';
import { registerOf } from '../domain/number.ts';
import type { Ledger } from '../ports-ledger.ts';
import { sha256 } from '../runtime/digest.ts';
import type { FieldError } from '../runtime/http.ts';
import type { Language } from '../runtime/view.ts';
import { EXAMPLE } from './example.ts';
import type { Form } from './form.ts';
import { readForm } from './form.ts';
import type { Pictures } from './picture.ts';
import { recordFindings } from './record-findings.ts';
import { AgencyProfile } from './request-agency.ts';
import { toldIn } from './validate.ts';
import type { Whose } from './whose.ts';
import { whose, withoutUploads } from './whose.ts';

/** What a declaration should heed, and does not have to. */
export type Warning = FieldError & { readonly severity: Exclude<Finding['severity'], 'error'> };

export type CheckedDeclaration = {
  readonly declaration: Declaration;
  readonly pictures: Pictures;
  readonly warnings: readonly Warning[];
  /** Of the request as it was understood; the same for the same request, whenever it comes. */
  readonly requestSha256: string;
};

/** `declared` is what the form says, also when errors stand against it; not when the form is amiss. */
export type Checked = {
  readonly declared: CheckedDeclaration | undefined;
  readonly errors: readonly FieldError[];
};

export type Asked = {
  readonly ledger: Ledger;
  readonly language: Language;
  /** UTC, ISO 8601. */
  readonly now: string;
  /** Whose declaration the plan is that has been held. */
  readonly planned?: Whose | undefined;
};

const STAND_IN = withoutUploads(AgencyProfile.parse(EXAMPLE.agency), {});

async function declarationOf(
  { request, pictures, unsound }: Form,
  { ledger, planned }: Asked,
): Promise<
  { readonly declaration: Declaration; readonly findings: readonly Finding[] } | undefined
> {
  if (request === undefined) return undefined;
  const { agency: _, profile: __, ...rest } = request;
  const standIn = { ...rest, agency: STAND_IN };
  if (unsound.has('agency')) return { declaration: standIn, findings: [] };
  const found = await whose(ledger, request, { pictures, planned });
  return 'finding' in found
    ? { declaration: standIn, findings: [found.finding] }
    : { declaration: { ...rest, ...found.whose }, findings: [] };
}

/** What was planned can only become held. */
const staysPlanned = error(
  'event.status',
  'notHeld',
  'Pelaksanaan dicatat dengan status held.',
  'What has been held has the status held.',
);

/** A plan is held by the agency that made it. */
function otherAgency(declaration: Declaration, planned: Whose): readonly Finding[] {
  if (registerOf(declaration) === registerOf(planned)) return [];
  return [
    error(
      declaration.profile === undefined ? 'agency' : 'profile',
      'otherAgency',
      `Rencana ini milik ${planned.agency.name}; pelaksanaannya dicatat oleh instansi yang sama.`,
      `This plan is of ${planned.agency.name}; the same agency records that it was held.`,
    ),
  ];
}

const warningsAmong = (findings: readonly Finding[], language: Language): readonly Warning[] =>
  findings.flatMap(({ severity, ...finding }) =>
    severity === 'error' ? [] : [{ severity, ...toldIn(language)({ severity, ...finding }) }],
  );

/** Everything amiss, and everything to heed. */
export async function checkRequest(body: unknown, asked: Asked): Promise<Checked> {
  const { ledger, language, now } = asked;
  const form = readForm(body, asked);
  const read = await declarationOf(form, asked);
  if (form.request === undefined || read === undefined)
    return { declared: undefined, errors: form.faults };
  const { declaration } = read;
  const unsound = new Set([...form.unsound, ...(read.findings.length > 0 ? ['agency'] : [])]);
  const isPlan = declaration.event.status === 'planned' && !unsound.has('event');
  const findings = [
    ...read.findings,
    ...(isPlan && asked.planned !== undefined ? [staysPlanned] : []),
    ...(asked.planned && !unsound.has('agency') ? otherAgency(declaration, asked.planned) : []),
    ...checkDeclaration(declaration, now, unsound),
    ...(await recordFindings(ledger, declaration, unsound)),
  ];
  const amiss = findings.filter(({ severity }) => severity === 'error').map(toldIn(language));
  const warnings = warningsAmong(findings, language);
  const requestSha256 = sha256(canonical(form.request));
  const whole = form.faults.length === 0 && read.findings.length === 0;
  return {
    declared: whole ? { declaration, pictures: form.pictures, warnings, requestSha256 } : undefined,
    errors: [...form.faults, ...amiss],
  };
}
