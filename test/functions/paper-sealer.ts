/** A sealer on paper: a last line says the level, and authorities outside come and go. */
import { isBelow, SEAL_LEVELS, type SealLevel } from '../../functions/domain/seal-level.ts';
import { type Sealer, type SealOrder, TimestampFault } from '../../functions/ports-seal.ts';
import { START } from './world.ts';

const LAST_LINE = /\n%seal \d+ (B-\w+)\n$/;

let serial = 0;

/** Never the same twice, as with a signature of an elliptic curve. */
function withLine(pdf: Uint8Array, level: SealLevel): Uint8Array {
  serial += 1;
  return Buffer.concat([pdf, Buffer.from(`\n%seal ${serial} ${level}\n`)]);
}

const levelOf = (sealed: Uint8Array): SealLevel | undefined => {
  const found = LAST_LINE.exec(Buffer.from(sealed).toString('latin1'))?.[1];
  return SEAL_LEVELS.find((level) => level === found);
};

/** `outside` is what the authorities give at the moment: no more than that is reached. */
export function paperSealer(goal: SealLevel = 'B-LTA') {
  const outside: { reach: SealLevel } = { reach: goal };
  const orders: SealOrder[] = [];
  const sealer: Sealer = {
    goal,
    expiresAt: '2047-11-21T03:00:00.000Z',
    seal: async (pdf, order) => {
      orders.push(order);
      const isDown = isBelow(outside.reach, 'B-T');
      if (isDown && order.mustBeStamped) throw new TimestampFault('no authority answered');
      return withLine(pdf, isDown ? 'B-B' : 'B-T');
    },
    upgrade: async (sealed) =>
      isBelow(levelOf(sealed) ?? 'B-B', outside.reach) ? withLine(sealed, outside.reach) : sealed,
    check: async (sealed, original) => {
      const level = levelOf(sealed);
      const isWhole = Buffer.compare(sealed.subarray(0, original.length), original) === 0;
      if (level === undefined || !isWhole) return { ok: false, fault: 'no seal on it' };
      const stamped = level === 'B-B' ? undefined : { at: START, by: 'Otoritas Uji' };
      return { ok: true, sealedBy: 'Segel Kertas', level, stamped };
    },
  };
  return { sealer, outside, orders, open: async () => sealer };
}
