import { INSTANT_MAX, partitionOf, TOPICS } from '@sluice/domain';
import { encodeInboxEntry, encodeOrder, offlineEventCodec } from '@sluice/event-codec';
import { createMetrics } from '@sluice/observability';
import { followUpIdOf, holdIdOf, orderedIdOf, policyNamed } from '@sluice/stop-payment-lifecycle';
import {
  answer,
  holdOf,
  initiated,
  MONDAY_10,
  MULE,
  orderOf,
  PAYER,
  statusOf,
  VICTIM,
} from '@sluice/stop-payment-lifecycle/src/testing/builders';
import { silentLogger } from '@sluice/stream-runtime';
import type { MemoryKafka } from '@sluice/stream-runtime/src/testing/memoryKafka';
import { type StopPaymentService, startStopPayment } from '.';
import { transactionalIdOf } from './groups';
import { memoryCluster, PARTITIONS } from './testing/memoryCluster';
import { createRig, type Rig } from './testing/rig';

const DAY = 86_400_000;
const HELD = holdIdOf(PAYER, 'T1');
const codec = offlineEventCodec();
const generic = policyNamed('GENERIC');

let kafka: MemoryKafka;
let rig: Rig;
let now: number;
let running: StopPaymentService[];

async function start(wallClock: () => number = Date.now): Promise<StopPaymentService> {
  if (!generic.ok) throw new Error(generic.problem.sentence);
  const service = await startStopPayment({
    connection: kafka.connect(),
    codec,
    log: silentLogger,
    policy: generic.value,
    metrics: createMetrics('stop-payment'),
    clock: () => now,
    wallClock,
    clockIntervalMs: 5,
  });
  running.push(service);
  return service;
}

async function stop(service: StopPaymentService): Promise<void> {
  running = running.filter((one) => one !== service);
  await service.stop();
}

beforeEach(async () => {
  kafka = memoryCluster();
  rig = await createRig(kafka.connect(), codec);
  now = MONDAY_10;
  running = [];
});
afterEach(async () => {
  for (const service of running) await service.stop();
  await rig.close();
});

describe('the stop-payment service', () => {
  it('turns a decision to hold into one command and its events, in one transaction', async () => {
    const service = await start();
    await rig.detect(holdOf('T1'), holdOf('T1'));
    const command = await rig.command(({ action }) => action === 'HOLD_TRANSFER');
    expect(command).toMatchObject({ stopPaymentId: HELD, account: PAYER, expiresAt: MONDAY_10 + DAY });
    expect((await rig.events()).map(({ type }) => type)).toEqual(['REQUESTED', 'ISSUED']);
    const event = kafka.records(TOPICS.stopPaymentEvents).find(({ key }) => key !== null);
    expect(event?.partition).toBe(partitionOf(PAYER, PARTITIONS));
    expect(event?.key?.toString()).toBe(PAYER);
    expect(await rig.commands()).toHaveLength(1);
    expect(service.health()).toMatchObject({ ready: true, detail: { restoring: 0, assigned: PARTITIONS } });
    expect(service.totals()).toMatchObject({
      commands: { HOLD_TRANSFER: 1 },
      entries: { moved: 1, ignored: 1 },
    });
  });

  it("forwards the core's answer to the account's owner, and the clock releases at the end", async () => {
    await start();
    await rig.detect(holdOf('T1'));
    const hold = await rig.command(() => true);
    await rig.answer(answer(hold, 'EXECUTED', { stoppedMinor: 4_800_000 }));
    await rig.event(({ state }) => state === 'EXECUTED');
    now = MONDAY_10 + DAY - 2 * 3_600_000;
    await rig.event(({ type }) => type === 'EXPIRY_WARNED');
    now = MONDAY_10 + DAY;
    const release = await rig.command(({ action }) => action === 'RELEASE');
    expect(release).toMatchObject({ cause: 'CLOCK', transferId: 'T1' });
    await rig.answer(answer(release, 'RELEASED', { stoppedMinor: 0, at: now }));
    await rig.event(({ type, state }) => type === 'RELEASED' && state === 'EXPIRED');
    expect(await rig.commands()).toHaveLength(2);
    expect((await rig.events()).map(({ type }) => type)).toEqual([
      'REQUESTED',
      'ISSUED',
      'EXECUTED',
      'EXPIRY_WARNED',
      'EXPIRED',
      'RELEASED',
    ]);
  });

  it("follows a hold that came too late by one freeze, through the payee's own inbox", async () => {
    await start();
    await rig.detect(holdOf('T1'));
    const hold = await rig.command(() => true);
    await rig.answer(answer(hold, 'TOO_LATE'));
    await rig.detect(statusOf('T1', 'SETTLED'));
    const freeze = await rig.command(({ action }) => action === 'FREEZE_AMOUNT');
    expect(freeze).toMatchObject({ stopPaymentId: followUpIdOf(MULE, 'T1'), account: MULE });
    await rig.answer(answer(freeze, 'PARTIAL', { stoppedMinor: 1_000_000 }));
    await rig.event(
      ({ stopPaymentId, state }) => stopPaymentId === freeze.stopPaymentId && state === 'PARTIAL',
    );
    await rig.order(
      orderOf('RETURN_FUNDS', 'O1', {
        stopPaymentId: freeze.stopPaymentId,
        returnToAccount: VICTIM,
        approvedBy: 'bo',
      }),
    );
    const back = await rig.command(({ action }) => action === 'RETURN_FUNDS');
    expect(back).toMatchObject({ amountMinor: 1_000_000, returnToAccount: VICTIM, orderedBy: 'ann' });
    await rig.answer(answer(back, 'RETURNED', { stoppedMinor: 0, at: MONDAY_10 + 9000 }));
    await rig.event(({ state, returnedMinor }) => state === 'RETURNED' && returnedMinor === 1_000_000);
    expect(await rig.commands()).toHaveLength(3);
  });

  it('answers an order that it cannot follow by a REFUSED event', async () => {
    await start();
    await rig.order(orderOf('RELEASE', 'O1', { stopPaymentId: '12345678-H-T9' }));
    expect(await rig.event(({ type }) => type === 'REFUSED')).toMatchObject({
      stopPaymentId: orderedIdOf(MULE, 'O1'),
      reasonCode: 'UNKNOWN_STOP_PAYMENT',
      state: 'REFUSED',
    });
  });
});

describe('a record that nobody can act on', () => {
  it.each<[string, string, string | Buffer | null, string | null, string]>([
    ['an inbox entry that is no JSON', TOPICS.stopPaymentInbox, 'nonsense', PAYER, 'ENTRY_INVALID'],
    ['an empty inbox entry', TOPICS.stopPaymentInbox, null, PAYER, 'ENTRY_INVALID'],
    [
      "an entry on another account's partition",
      TOPICS.stopPaymentInbox,
      encodeInboxEntry(holdOf('T1')),
      [MULE, VICTIM, 'DE:OTHER-1'].find(
        (other) => partitionOf(other, PARTITIONS) !== partitionOf(PAYER, PARTITIONS),
      ) ?? null,
      'KEY_MISMATCH',
    ],
    ['an order that is no JSON', TOPICS.orders, 'nonsense', MULE, 'ORDER_INVALID'],
    [
      'an order that lacks what it needs',
      TOPICS.orders,
      encodeOrder(orderOf('FREEZE_AMOUNT', 'O1').order),
      MULE,
      'ORDER_INVALID',
    ],
    [
      'an answer in bytes that are no Avro',
      TOPICS.stopPaymentStatus,
      Buffer.from([0, 1, 2]),
      HELD,
      'UNDECODABLE',
    ],
    [
      'an answer for an id that is not ours',
      TOPICS.stopPaymentStatus,
      codec.stopPaymentStatus.encode(
        answer({ commandId: 'C1', stopPaymentId: 'their-own' }, 'EXECUTED').status,
      ),
      'their-own',
      'KEY_MISMATCH',
    ],
    [
      'an answer for a stop-payment that is not there',
      TOPICS.stopPaymentStatus,
      codec.stopPaymentStatus.encode(answer({ commandId: 'C1', stopPaymentId: HELD }, 'EXECUTED').status),
      HELD,
      'ENTRY_INVALID',
    ],
    [
      'an answer with a result of tomorrow',
      TOPICS.stopPaymentStatus,
      codec.stopPaymentStatus.encode(answer({ commandId: 'C1', stopPaymentId: HELD }, 'UNKNOWN').status),
      HELD,
      'STATUS_UNKNOWN',
    ],
  ])('%s is a dead letter with its bytes, and the rest flows on', async (_, topic, value, key, code) => {
    await start();
    await rig.publish(topic, { key, value });
    await rig.detect(holdOf('T2'));
    await rig.command(({ transferId }) => transferId === 'T2');
    await rig.until(async () => expect(await rig.deadLetters()).toHaveLength(1));
    const [letter] = await rig.deadLetters();
    expect(letter).toMatchObject({ code });
    expect(letter?.sentence.length).toBeGreaterThan(20);
    // What the forwarder took is refused by the owner, as the entry that it became.
    if (letter?.sourceTopic === topic)
      expect(letter.value).toEqual(value === null ? null : Buffer.from(value));
    else expect(letter?.sourceTopic).toBe(TOPICS.stopPaymentInbox);
    expect(await rig.commands()).toHaveLength(1);
  });

  it.each([
    // The codec itself refuses what is no time at all.
    ['at the end of numbers', () => Number.MAX_SAFE_INTEGER, 'UNDECODABLE'],
    ['at the end of the calendar', () => INSTANT_MAX, 'EVENT_TIME_IN_FUTURE'],
    ['more than 5 minutes ahead', () => Date.now() + 6 * 60_000, 'EVENT_TIME_IN_FUTURE'],
    ['before 1970', () => -1, 'EVENT_TIME_IN_FUTURE'],
  ])('an answer of a time %s is a dead letter, and a later TOO_LATE still counts', async (_, at, code) => {
    await start();
    await rig.detect(holdOf('T1'));
    const hold = await rig.command(() => true);
    await rig.answer(answer(hold, 'PENDING', { at: at() }), answer(hold, 'TOO_LATE', { at: Date.now() }));
    await rig.event(({ type }) => type === 'TOO_LATE');
    await rig.until(async () => expect(await rig.deadLetters()).toHaveLength(1));
    const [letter] = await rig.deadLetters();
    expect(letter).toMatchObject({ code, sourceTopic: TOPICS.stopPaymentStatus });
    expect(letter?.sentence.length).toBeGreaterThan(20);
    expect((await rig.events()).map(({ type }) => type)).not.toContain('PENDING');
  });

  it('is no answer whose core is 4 minutes ahead', async () => {
    await start();
    await rig.detect(holdOf('T1'));
    await rig.answer(answer(await rig.command(() => true), 'EXECUTED', { at: Date.now() + 4 * 60_000 }));
    await rig.event(({ state }) => state === 'EXECUTED');
    expect(await rig.deadLetters()).toEqual([]);
  });

  it('with an unknown schema id waits for the schema, then is a dead letter', async () => {
    let wall = 0;
    await start(() => wall);
    await rig.publish(TOPICS.stopPaymentStatus, { key: HELD, value: Buffer.from([0, 0, 0, 1, 0, 1]) });
    await rig.until(() => expect(running[0]?.health().ready).toBe(false));
    expect(await rig.deadLetters()).toEqual([]);
    wall = 10_000;
    await rig.until(async () => expect(await rig.deadLetters()).toMatchObject([{ code: 'UNKNOWN_SCHEMA' }]));
    await rig.until(() => expect(running[0]?.health().ready).toBe(true));
  });
});

describe('a restart', () => {
  it('rebuilds every stop-payment from its events and issues nothing twice', async () => {
    const first = await start();
    await rig.detect(holdOf('T1'));
    await rig.answer(answer(await rig.command(() => true), 'EXECUTED', { stoppedMinor: 4_800_000 }));
    await rig.event(({ state }) => state === 'EXECUTED');
    await rig.publish(TOPICS.stopPaymentInbox, { key: PAYER, value: 'nonsense' });
    await rig.until(async () => expect(await rig.deadLetters()).toHaveLength(1));
    await stop(first);
    await rig.detect(holdOf('T1'), holdOf('T2'));
    await start();
    await rig.command(({ transferId }) => transferId === 'T2');
    now = MONDAY_10 + DAY;
    await rig.command(({ action, transferId }) => action === 'RELEASE' && transferId === 'T1');
    await rig.command(({ action, transferId }) => action === 'RELEASE' && transferId === 'T2');
    expect(await rig.commands()).toHaveLength(4);
    // What was committed before is not read again.
    expect(await rig.deadLetters()).toHaveLength(1);
  });

  it.each(['LOST', 'COMMITTED_UNANSWERED'] as const)(
    'of a partition after a transaction whose outcome was %s issues each command once',
    async (fault) => {
      kafka.failNextTransaction(transactionalIdOf(partitionOf(PAYER, PARTITIONS)), fault);
      const service = await start();
      await rig.until(() => expect(service.health().ready).toBe(true));
      kafka.failNextTransaction(transactionalIdOf(partitionOf(PAYER, PARTITIONS)), fault);
      await rig.publish(TOPICS.stopPaymentInbox, { key: PAYER, value: 'nonsense' });
      await rig.detect(holdOf('T1'), holdOf('T2'));
      await rig.command(({ transferId }) => transferId === 'T2');
      await rig.answer(answer((await rig.commands())[0]!, 'EXECUTED'));
      await rig.event(({ state }) => state === 'EXECUTED');
      expect(await rig.deadLetters()).toHaveLength(1);
      expect((await rig.commands()).map(({ transferId }) => transferId)).toEqual(['T1', 'T2']);
      const sequences = (await rig.events()).map(
        ({ stopPaymentId, sequence }) => `${stopPaymentId} ${sequence}`,
      );
      expect(new Set(sequences).size).toBe(sequences.length);
    },
  );

  it('hands partitions over while holds stream in: every hold once, every answer counted', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `T${n}`);
    const holds = ids.map((id, n) =>
      holdOf(id, initiated({ debtorAccount: `DE:PAYER-${n % 12}`, creditorAccount: MULE })),
    );
    const first = await start();
    await rig.detect(...holds.slice(0, 20));
    const second = await start();
    await rig.detect(...holds.slice(20, 40));
    await rig.command(({ transferId }) => transferId === 'T30');
    await stop(first);
    await rig.detect(...holds.slice(40), ...holds.slice(0, 10));
    await rig.until(async () => expect(await rig.commands()).toHaveLength(60));
    for (const command of await rig.commands()) await rig.answer(answer(command, 'EXECUTED'));
    await rig.until(async () =>
      expect((await rig.events()).filter(({ state }) => state === 'EXECUTED')).toHaveLength(60),
    );
    expect(new Set((await rig.commands()).map(({ commandId }) => commandId)).size).toBe(60);
    expect(second.health().ready).toBe(true);
  });
});

describe('topics that do not fit together', () => {
  it('are refused at start with what to do', async () => {
    kafka = memoryCluster(PARTITIONS + 1);
    await expect(start()).rejects.toThrow(/must have the same number/);
  });
});
