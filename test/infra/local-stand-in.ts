/** Handlers that stand in for the rooms where a test is about the laptop and not about them. */
import type { ApiEvent, ApiResult, Handlers } from '../../infra/local/handlers.ts';

const noContent = async (): Promise<ApiResult> => ({
  statusCode: 204,
  headers: {},
  body: '',
  isBase64Encoded: false,
});
const handled = async () => ({ batchItemFailures: [] });

/** Doors that answer 204, workers that handle everything, except where `own` says otherwise. */
export const standIns = (own: Partial<Handlers> = {}): Handlers => ({
  admin: noContent,
  signing: noContent,
  archive: noContent,
  board: noContent,
  draft: handled,
  render: handled,
  seal: handled,
  notify: handled,
  sweep: async () => undefined,
  close: async () => undefined,
  ...own,
});

/** Answers with the event itself. */
export const echo = async (event: ApiEvent): Promise<ApiResult> => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(event),
  isBase64Encoded: false,
});
