/** The handlers of all rooms under one type, and the one place that imports the real ones. */
import type { EventBridgeEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { APIGatewayProxyResult, LambdaEvent } from 'hono/aws-lambda';
import { unpackChromium } from '../../functions/adapters/chromium-unpack.ts';
import { env } from '../../functions/runtime/env.ts';
import type { HttpRoom } from '../../functions/runtime/routes.ts';
import type { Worker } from '../../functions/runtime/subscriptions.ts';
import { HostFault } from './host-fault.ts';
import type { LambdaHandler } from './work/invocation.ts';

/** API Gateway's payload format 2.0, as hono/aws-lambda types it. */
export type ApiEvent = Extract<LambdaEvent, { readonly rawPath: string }>;
export type ApiResult = APIGatewayProxyResult;
export type ScheduledEvent = EventBridgeEvent<'Scheduled Event', Record<string, never>>;

type HttpHandler = LambdaHandler<ApiEvent, ApiResult>;
export type WorkerHandler = LambdaHandler<SQSEvent, SQSBatchResponse>;
export type SweepHandler = LambdaHandler<ScheduledEvent, unknown>;

export type Handlers = Readonly<Record<HttpRoom, HttpHandler>> &
  Readonly<Record<Worker, WorkerHandler>> & {
    readonly sweep: SweepHandler;
    /** Ends what the handlers keep warm between invocations. */
    readonly close: () => Promise<void>;
  };

/** Shows a full disk or a folder that refuses at the start, and not at the first print. */
async function unpackChromiumFirst(): Promise<void> {
  const folder = env('chromium');
  await unpackChromium(folder).catch((cause: unknown) => {
    const message = `Chromium cannot be unpacked into ${folder}; make it writable (213 MB).`;
    throw new HostFault(message, { cause });
  });
}

/**
 * Imports the handlers of the product. Handlers read their settings when they are imported, so this
 * runs after the settings are in place.
 */
export async function productHandlers(): Promise<Handlers> {
  await unpackChromiumFirst();
  const [admin, signing, archive, board, draft, render, seal, notify, sweep] = await Promise.all([
    import('../../functions/admin/handler.ts'),
    import('../../functions/signing/handler.ts'),
    import('../../functions/archive/handler.ts'),
    import('../../functions/board/handler.ts'),
    import('../../functions/draft/handler.ts'),
    import('../../functions/render/handler.ts'),
    import('../../functions/seal/handler.ts'),
    import('../../functions/notify/handler.ts'),
    import('../../functions/sweep/handler.ts'),
  ]);
  return {
    admin: admin.handler,
    signing: signing.handler,
    archive: archive.handler,
    board: board.handler,
    draft: draft.handler,
    render: render.handler,
    seal: seal.handler,
    notify: notify.handler,
    sweep: sweep.handler,
    close: render.close,
  };
}
