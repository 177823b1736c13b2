/**
 * Stands in for Lambda's runtime: imports the bundle in the working directory and runs its handler
 * for each event that comes in, answering with the result or the error as Lambda would log it.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { handler } = await import(pathToFileURL(join(process.cwd(), 'index.mjs')).href);

process.on('message', async ({ event, context, remainingMs }) => {
  const deadline = Date.now() + remainingMs;
  const getRemainingTimeInMillis = (): number => deadline - Date.now();
  try {
    const result = await handler(event, { ...context, getRemainingTimeInMillis });
    process.send?.({ result });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) });
  }
});
process.send?.({ result: 'ready' });
