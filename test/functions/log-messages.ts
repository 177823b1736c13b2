/** What the rooms log, as an operator's alarms would read it. */
import { vi } from 'vitest';

/** Listens until `vi.restoreAllMocks()`; answers a list that grows with the message of each line. */
export function logMessages(): readonly string[] {
  const messages: string[] = [];
  const keep = (chunk: string | Uint8Array): boolean => {
    const lines = String(chunk)
      .split('\n')
      .filter((line) => line.startsWith('{'));
    messages.push(...lines.map((line) => (JSON.parse(line) as { message: string }).message));
    return true;
  };
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation(keep);
  return messages;
}
