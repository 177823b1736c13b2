/** The public page of a declaration: for people, for search engines, and as JSON for programs. */
import type { Context } from 'hono';
import type { DeclarationState } from '../domain/declaration.ts';
import { ID_PATTERN } from '../domain/id.ts';
import { isPublic } from '../domain/publication.ts';
import { publicRecord } from '../domain/publication-record.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Door } from '../runtime/http.ts';
import { language, notice, PUBLIC_CACHE, showPage, showPublicPage } from '../runtime/http.ts';
import { languageQuery } from '../runtime/view.ts';
import { publicJson, publicView, withdrawnView } from './public-view.ts';

export type PublicWorld = {
  readonly ledger: Pick<Ledger, 'declaration' | 'documents'>;
  readonly publicUrl: string;
};

const JSON_SUFFIX = '.json';

async function stateOf({ ledger }: PublicWorld, id: string): Promise<DeclarationState | undefined> {
  return ID_PATTERN.test(id) ? (await ledger.declaration(id))?.state : undefined;
}

/** The other side of a renewal, as far as it is open to everyone. */
async function renewed(world: PublicWorld, id: string | undefined) {
  if (id === undefined) return undefined;
  const other = await stateOf(world, id);
  return { url: other && isPublic(other) ? `${world.publicUrl}/pencanangan/${id}` : null };
}

/** Nothing is there before it is published; what was withdrawn says so, for people to understand. */
function hidden(
  c: Context<Door>,
  state: DeclarationState | undefined,
): Response | Promise<Response> {
  const view = state && withdrawnView(state);
  return view === undefined ? notice(c, 'unpublished') : showPage(c, 'withdrawn', view, 410);
}

const documentsOf = ({ ledger }: PublicWorld, { documents }: DeclarationState) =>
  ledger.documents(documents.map(({ id }) => id));

export async function showDeclaration(c: Context<Door>, world: PublicWorld): Promise<Response> {
  const asked = c.req.param('id') ?? '';
  const asJson = asked.endsWith(JSON_SUFFIX);
  const state = await stateOf(world, asJson ? asked.slice(0, -JSON_SUFFIX.length) : asked);
  if (state === undefined || !isPublic(state)) return hidden(c, state);
  const record = publicRecord(state, await documentsOf(world, state));
  const { publicUrl } = world;
  const renewals = {
    replaces: await renewed(world, record.supersedes),
    replacedBy: await renewed(world, record.supersededBy),
  };
  if (asJson) {
    c.header('cache-control', PUBLIC_CACHE);
    return c.json(publicJson(record, renewals, publicUrl));
  }
  const canonicalUrl = `${publicUrl}/pencanangan/${state.id}${languageQuery(language(c))}`;
  const model = publicView(record, renewals, publicUrl);
  return showPublicPage(c, 'declaration', { model, canonicalUrl });
}
