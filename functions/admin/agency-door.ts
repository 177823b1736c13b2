/** Agency profiles over HTTP: stored once, replaced by who has seen the current one, read by all. */
import type { Context } from 'hono';
import type { Agency } from '../domain/agency.ts';
import type { Head } from '../domain/commit.ts';
import type { Door } from '../runtime/http.ts';
import { language, problem, refusalProblem } from '../runtime/http.ts';
import { invalid, sentBody, unreadable } from './answer.ts';
import type { World } from './declare.ts';
import { slug as Slug } from './field.ts';
import { readPictures } from './picture.ts';
import { etagOf, profileVersions, saveProfile } from './profile.ts';
import { AgencyProfile } from './request-agency.ts';
import { parse, toldIn } from './validate.ts';
import { withoutUploads } from './whose.ts';

const slugIn = (c: Context<Door>): string => c.req.param('slug') ?? '';

const unknown = (c: Context<Door>): Response => problem(c, 404, 'unknownProfile');

function tell(c: Context<Door>, { state, version }: Head<Agency>, status: 200 | 201): Response {
  c.header('etag', etagOf({ version }));
  return c.json({ slug: slugIn(c), version, profile: state }, status);
}

export async function putAgency(c: Context<Door>, world: World): Promise<Response> {
  const sent = await sentBody(c);
  if (sent === undefined) return unreadable(c);
  const named = parse(Slug, slugIn(c), language(c));
  const parsed = parse(AgencyProfile, sent, language(c));
  const { pictures, findings } = readPictures(sent, []);
  const errors = [
    ...(named.ok ? [] : named.errors.map((fault) => ({ ...fault, field: 'slug' }))),
    ...(parsed.ok ? [] : parsed.errors),
    ...findings.map(toldIn(language(c))),
  ];
  if (!parsed.ok || errors.length > 0) return invalid(c, errors);
  const saved = await saveProfile(world, {
    slug: slugIn(c),
    agency: withoutUploads(parsed.value, pictures),
    pictures,
    ifMatch: c.req.header('if-match'),
    subject: c.var.caller.subject,
  });
  if (saved.result === 'profileChanged') return problem(c, 412, 'profileChanged');
  if (saved.result === 'contended') return refusalProblem(c, { reason: 'contended' });
  return tell(c, saved.head, saved.result === 'created' ? 201 : 200);
}

export async function getAgency(c: Context<Door>, { ledger }: World): Promise<Response> {
  const head = Slug.safeParse(slugIn(c)).success ? await ledger.agency(slugIn(c)) : undefined;
  return head === undefined ? unknown(c) : tell(c, head, 200);
}

export async function getAgencyVersions(c: Context<Door>, world: World): Promise<Response> {
  const known = Slug.safeParse(slugIn(c)).success;
  const versions = known ? await profileVersions(world, slugIn(c)) : [];
  return versions.length === 0 ? unknown(c) : c.json({ slug: slugIn(c), versions });
}
