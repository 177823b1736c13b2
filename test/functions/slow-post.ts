/** A post that takes its time, and sees how many letters to one address are under way at once. */
import type { Mail } from '../../functions/ports.ts';

export type SlowPost = {
  readonly mail: Mail;
  /** The most letters to one address that have ever been under way at the same time. */
  readonly most: () => number;
};

/** Letters go to `mail` after `wait`, of which each may have to wait on its own. */
export function slowPost(mail: Mail, wait: () => Promise<unknown>): SlowPost {
  const underWay = new Map<string, number>();
  let most = 0;
  const count = (address: string, more: 1 | -1): void => {
    const now = (underWay.get(address) ?? 0) + more;
    underWay.set(address, now);
    most = Math.max(most, now);
  };
  const send: Mail['send'] = async (letter) => {
    const { address } = letter.to;
    count(address, 1);
    try {
      await wait();
      return await mail.send(letter);
    } finally {
      count(address, -1);
    }
  };
  return { mail: { send }, most: () => most };
}
