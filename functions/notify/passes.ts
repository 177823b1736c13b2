/** Has a person written to by one run of this process at a time, for all documents that ask meanwhile. */

/** Writes what is due, `woken` being the documents whose messages ask for it; answers the failures. */
type Write = (woken: ReadonlySet<string>) => Promise<number>;

/**
 * Takes part in the next pass over `person`: the one that waits for the present one to end, or a new
 * one. Who has hundreds of documents is so looked at once or twice, not once for each message.
 */
export type Passes = (person: string, documentId: string, write: Write) => Promise<number>;

export function passes(): Passes {
  const waiting = new Map<string, { woken: Set<string>; write: Write; ended: Promise<number> }>();
  const last = new Map<string, Promise<number>>();

  const begin = (person: string): Promise<number> => {
    const pass = waiting.get(person);
    waiting.delete(person);
    return pass === undefined ? Promise.resolve(0) : pass.write(pass.woken);
  };
  return (person, documentId, write) => {
    const joined = waiting.get(person);
    if (joined !== undefined) {
      joined.woken.add(documentId);
      // Who comes last has looked last at the declaration.
      joined.write = write;
      return joined.ended;
    }
    const start = (): Promise<number> => begin(person);
    const before = last.get(person) ?? Promise.resolve(0);
    const ended = before.then(start, start).finally(() => {
      if (last.get(person) === ended) last.delete(person);
    });
    waiting.set(person, { woken: new Set([documentId]), write, ended });
    last.set(person, ended);
    return ended;
  };
}
