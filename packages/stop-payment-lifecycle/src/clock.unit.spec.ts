import { createAlarmQueue } from './alarmQueue';
import type { StopPaymentAlarm } from './alarms';
import { holdIdOf } from './ids';
import { answer, holdOf, MONDAY_10, orderOf, PAYER, statusOf } from './testing/builders';
import { createOwner } from './testing/owner';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HELD = holdIdOf(PAYER, 'T1');

function held() {
  const owner = createOwner();
  const hold = owner.order(holdOf('T1'));
  owner.feed(answer(hold, 'EXECUTED', { stoppedMinor: 4_800_000 }));
  return { owner, hold };
}

describe('the clock', () => {
  it('warns two hours before the end, once, and releases at the end', () => {
    const { owner } = held();
    owner.at(MONDAY_10 + 22 * HOUR - 1);
    owner.ring();
    expect(owner.events.at(-1)?.type).toBe('EXECUTED');
    owner.at(MONDAY_10 + 22 * HOUR);
    owner.ring();
    owner.ring();
    expect(owner.events.filter(({ type }) => type === 'EXPIRY_WARNED')).toHaveLength(1);
    owner.at(MONDAY_10 + DAY);
    owner.ring();
    owner.ring();
    expect(owner.commands.at(-1)).toMatchObject({
      action: 'RELEASE',
      cause: 'CLOCK',
      orderedBy: 'clock',
      transferId: 'T1',
      expiresAt: null,
    });
    expect(owner.commands).toHaveLength(2);
    expect(owner.stop(HELD).facts).toMatchObject({ state: 'EXPIRED', stoppedMinor: 0 });
  });

  it('releases also what the core never answered', () => {
    const owner = createOwner();
    owner.feed(holdOf('T1'));
    owner.at(MONDAY_10 + DAY);
    owner.ring();
    expect(owner.stop(HELD).facts.state).toBe('EXPIRED');
    expect(owner.commands.at(-1)?.action).toBe('RELEASE');
  });

  it('leaves a settled transfer alone once its hold has expired, whoever was first', () => {
    const { owner } = held();
    owner.at(MONDAY_10 + DAY);
    owner.ring();
    expect(owner.feed(statusOf('T1', 'SETTLED', { statusAt: MONDAY_10 + DAY + 5 })).kind).toBe('IGNORED');

    const other = held().owner;
    other.feed(statusOf('T1', 'SETTLED', { statusAt: MONDAY_10 + DAY }));
    expect(other.stop(HELD).facts.state).toBe('EXPIRED');
    expect([...owner.followUps, ...other.followUps]).toEqual([]);
  });

  it('ignores an alarm that was set for an end before a renewal', () => {
    const { owner } = held();
    const extend = owner.order(orderOf('EXTEND', 'O1', { stopPaymentId: HELD, account: PAYER }));
    expect(extend).toMatchObject({ action: 'EXTEND', expiresAt: MONDAY_10 + 2 * DAY });
    const stale = {
      type: 'CLOCK' as const,
      account: PAYER,
      stopPaymentId: HELD,
      alarm: 'EXPIRY' as const,
      dueFor: MONDAY_10 + DAY,
      at: MONDAY_10 + DAY,
    };
    owner.at(MONDAY_10 + DAY);
    expect(owner.feed(stale).kind).toBe('IGNORED');
    owner.feed(answer(extend, 'EXECUTED', { at: MONDAY_10 + DAY }));
    expect(owner.stop(HELD).facts).toMatchObject({ renewals: 1, expiresAt: MONDAY_10 + 2 * DAY });
    expect(owner.events.at(-1)?.type).toBe('RENEWED');
    // A second word on the same EXTEND is no second renewal.
    owner.feed(answer(extend, 'PARTIAL', { at: MONDAY_10 + DAY + 1, stoppedMinor: 4_000_000 }));
    expect(owner.stop(HELD).facts).toMatchObject({ renewals: 1, stoppedMinor: 4_000_000 });
  });

  it('falls back to the former end where the core refuses to extend', () => {
    const { owner } = held();
    const extend = owner.order(orderOf('EXTEND', 'O1', { stopPaymentId: HELD, account: PAYER }));
    owner.at(MONDAY_10 + DAY + HOUR);
    owner.ring();
    expect(owner.stop(HELD).facts.state).toBe('EXECUTED');
    owner.feed(answer(extend, 'REJECTED', { at: MONDAY_10 + DAY + HOUR }));
    expect(owner.stop(HELD).facts).toMatchObject({ renewals: 0, expiresAt: MONDAY_10 + DAY });
    owner.ring();
    expect(owner.stop(HELD).facts.state).toBe('EXPIRED');
  });
});

describe('the alarm queue', () => {
  it('gives what is due, earliest first', () => {
    const queue = createAlarmQueue();
    const alarm = (dueAt: number): StopPaymentAlarm => ({
      stopPaymentId: `S${dueAt}`,
      account: PAYER,
      alarm: 'EXPIRY',
      dueAt,
      dueFor: dueAt,
    });
    for (const at of [50, 10, 40, 20, 30, 10, 60]) queue.add(alarm(at));
    expect(queue.nextDueAt()).toBe(10);
    expect(queue.takeDue(40).map(({ dueAt }) => dueAt)).toEqual([10, 10, 20, 30, 40]);
    expect(queue.takeDue(49)).toEqual([]);
    expect(queue.takeDue(1000).map(({ dueAt }) => dueAt)).toEqual([50, 60]);
    expect([queue.size(), queue.nextDueAt()]).toEqual([0, null]);
  });
});
