import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type StopPaymentCommand,
  type StopPaymentInboxEntry,
  type StopPaymentStatus,
  TOPICS,
} from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import { prepareCluster } from '@sluice/infra/src/pipeline/prepareCluster';
import { type Program, startProgram } from '@sluice/infra/src/testing/program';
import { useStack } from '@sluice/infra/src/testing/sharedStack';
import { followUpIdOf, holdIdOf, type PolicyPack, policyNamed } from '@sluice/stop-payment-lifecycle';
import {
  answer,
  holdOf,
  initiated,
  MULE,
  orderOf,
  PAYER,
  statusOf,
  VICTIM,
} from '@sluice/stop-payment-lifecycle/src/testing/builders';
import { type ClusterConnection, connectKafka, silentLogger } from '@sluice/stream-runtime';
import { FORWARDER_GROUP, STOP_PAYMENT_GROUP, type StopPaymentService, startStopPayment } from '.';
import { createRig, type Rig } from './testing/rig';

jest.setTimeout(120_000);

const DAY = 86_400_000;
const PARTITIONS = 4;
const REPOSITORY = join(__dirname, '../../..');

let connection: ClusterConnection;
let codec: EventCodec;
let rig: Rig;
let policy: PolicyPack;
let now = Date.now() - 2 * DAY;

// jest runs these in the order of their definition: what is connected closes before the stack stops.
afterAll(async () => {
  await rig?.close();
  await connection?.close();
});
const stack = useStack({ own: true, services: ['kafka', 'registry'] });

beforeAll(async () => {
  const generic = policyNamed('GENERIC');
  if (!generic.ok) throw new Error(generic.problem.sentence);
  policy = generic.value;
  connection = await connectKafka({ brokers: stack().brokers, clientId: 'test' }, silentLogger);
  codec = await prepareCluster(connection, {
    registry: { url: stack().registryUrl, auth: null },
    profile: 'embedded',
    partitions: PARTITIONS,
  });
  rig = await createRig(connection, codec);
});

async function start(): Promise<StopPaymentService> {
  const service = await startStopPayment({ connection, codec, log: silentLogger, policy, clock: () => now });
  await rig.until(() => expect(service.health()).toMatchObject({ ready: true }));
  return service;
}

function say(
  command: StopPaymentCommand,
  result: StopPaymentStatus['result'],
  changes: Partial<StopPaymentStatus> = {},
): Promise<void> {
  return rig.answer(answer(command, result, { at: now, ...changes }));
}

describe('on a real cluster', () => {
  let service: StopPaymentService;
  beforeAll(async () => {
    service = await start();
  });
  afterAll(() => service.stop());

  it('a held transfer is executed after all when nobody acts within 24 hours', async () => {
    await rig.detect(holdOf('T1'));
    const hold = await rig.command(({ transferId }) => transferId === 'T1');
    expect(hold).toMatchObject({ action: 'HOLD_TRANSFER', stopPaymentId: holdIdOf(PAYER, 'T1') });
    await say(hold, 'PENDING');
    await say(hold, 'EXECUTED', { stoppedMinor: 4_800_000, coreReference: 'CORE-1', at: now + 1 });
    await rig.event(
      ({ stopPaymentId, state }) => stopPaymentId === hold.stopPaymentId && state === 'EXECUTED',
    );
    now += DAY;
    const release = await rig.command(
      ({ action, stopPaymentId }) => action === 'RELEASE' && stopPaymentId === hold.stopPaymentId,
    );
    expect(release).toMatchObject({ cause: 'CLOCK', expiresAt: null });
    await say(release, 'RELEASED', { stoppedMinor: 0 });
    await rig.detect(statusOf('T1', 'SETTLED', { statusAt: now }));
    await rig.event(({ stopPaymentId, type }) => stopPaymentId === hold.stopPaymentId && type === 'RELEASED');
    const types = rig.seen.events
      .filter(({ stopPaymentId }) => stopPaymentId === hold.stopPaymentId)
      .map(({ type }) => type);
    expect(types).toEqual([
      'REQUESTED',
      'ISSUED',
      'PENDING',
      'EXECUTED',
      'EXPIRY_WARNED',
      'EXPIRED',
      'RELEASED',
    ]);
  });

  it("a hold that comes too late becomes a freeze of the mule's account, and the victim gets the money back", async () => {
    await rig.detect(holdOf('T2'));
    const hold = await rig.command(({ transferId }) => transferId === 'T2');
    await say(hold, 'TOO_LATE', { reasonCode: 'ALREADY_EXECUTED' });
    const freeze = await rig.command(({ stopPaymentId }) => stopPaymentId === followUpIdOf(MULE, 'T2'));
    expect(freeze).toMatchObject({ action: 'FREEZE_AMOUNT', account: MULE, expiresAt: now + DAY });
    await say(freeze, 'PARTIAL', { stoppedMinor: 3_000_000, availableMinor: 3_000_000 });
    await rig.event(
      ({ stopPaymentId, state }) => stopPaymentId === freeze.stopPaymentId && state === 'PARTIAL',
    );
    await rig.order(
      orderOf('RETURN_FUNDS', 'O-int-1', {
        stopPaymentId: freeze.stopPaymentId,
        returnToAccount: VICTIM,
        approvedBy: 'bo',
      }),
    );
    const back = await rig.command(({ action }) => action === 'RETURN_FUNDS');
    expect(back).toMatchObject({ amountMinor: 3_000_000, returnToAccount: VICTIM, cause: 'ANALYST' });
    await say(back, 'RETURNED', { stoppedMinor: 0, at: now + 1 });
    const end = await rig.event(
      ({ stopPaymentId, state }) => stopPaymentId === freeze.stopPaymentId && state === 'RETURNED',
    );
    expect(end).toMatchObject({ returnedMinor: 3_000_000, stoppedMinor: 0 });
  });

  it('settled money is recalled from another bank, which gives it back', async () => {
    await rig.detect(holdOf('T3', initiated({ status: 'SETTLED', creditorOwnership: 'OTHER' })));
    const recall = await rig.command(({ transferId }) => transferId === 'T3');
    expect(recall).toMatchObject({ action: 'RECALL_TRANSFER', account: PAYER });
    await say(recall, 'PENDING', { stoppedMinor: 0 });
    await say(recall, 'RETURNED', { stoppedMinor: 4_000_000, at: now + 1 });
    const end = await rig.event(
      ({ stopPaymentId, state }) => stopPaymentId === recall.stopPaymentId && state === 'RETURNED',
    );
    expect(end.returnedMinor).toBe(4_000_000);
  });

  it('bad records of each input are dead letters and the rest flows on', async () => {
    await rig.publish(TOPICS.orders, { key: MULE, value: 'nonsense' });
    await rig.publish(TOPICS.stopPaymentStatus, { key: 'x', value: Buffer.from([9, 9]) });
    await rig.publish(TOPICS.stopPaymentInbox, { key: PAYER, value: '{"type":"GOSSIP"}' });
    await rig.order(orderOf('RELEASE', 'O-int-2', { stopPaymentId: '12345678-H-T9' }));
    await rig.event(({ causeId, type }) => causeId === 'O-int-2' && type === 'REFUSED');
    await rig.until(async () =>
      expect((await rig.deadLetters()).map(({ code }) => code).sort()).toEqual([
        'ENTRY_INVALID',
        'ORDER_INVALID',
        'UNDECODABLE',
      ]),
    );
  });
});

describe('a restart in the middle', () => {
  it('forgets nothing: what was held before is released by whoever owns it now', async () => {
    const before = await start();
    await rig.detect(holdOf('T4'));
    const hold = await rig.command(({ transferId }) => transferId === 'T4');
    await say(hold, 'EXECUTED');
    await rig.event(
      ({ stopPaymentId, state }) => stopPaymentId === hold.stopPaymentId && state === 'EXECUTED',
    );
    await before.stop();
    await rig.detect(holdOf('T4'));
    now += DAY;
    const after = await start();
    await rig.command(({ action, transferId }) => action === 'RELEASE' && transferId === 'T4');
    await after.stop();
    const commands = (await rig.commands()).filter(({ transferId }) => transferId === 'T4');
    expect(commands.map(({ action }) => action)).toEqual(['HOLD_TRANSFER', 'RELEASE']);
  });

  it('hands partitions over between two instances while holds stream in', async () => {
    const ids = Array.from({ length: 300 }, (_, n) => `R${n}`);
    const holds = ids.map((id, n) => holdOf(id, initiated({ debtorAccount: `DE:PAYER-R${n % 40}` })));
    const first = await start();
    let second: StopPaymentService | null = null;
    for (let n = 0; n < 300; n += 10) {
      await rig.detect(...holds.slice(n, n + 10));
      if (n === 50)
        second = await startStopPayment({ connection, codec, log: silentLogger, policy, clock: () => now });
      if (n === 200) await first.stop();
      await sleep(20);
    }
    await rig.until(() =>
      expect(rig.seen.commands.filter(({ transferId }) => transferId?.startsWith('R'))).toHaveLength(300),
    );
    expect(second?.health().ready).toBe(true);
    await second?.stop();
    const commands = (await rig.commands()).filter(({ transferId }) => transferId?.startsWith('R'));
    expect(new Set(commands.map(({ transferId }) => transferId)).size).toBe(300);
    expect(commands).toHaveLength(300);
  });

  it('of a killed process loses no hold and issues none twice', async () => {
    const ids = Array.from({ length: 400 }, (_, n) => `K${n}`);
    const holds: StopPaymentInboxEntry[] = ids.map((id, n) =>
      holdOf(id, initiated({ debtorAccount: `DE:PAYER-K${n % 40}` })),
    );
    const first = standalone();
    await first.untilSaid('inbox partitions taken over');
    for (let n = 0; n < 200; n += 20) await rig.detect(...holds.slice(n, n + 20));
    await rig.command(({ transferId }) => transferId === 'K60');
    first.child.kill('SIGKILL');
    await first.exited;
    for (let n = 200; n < 400; n += 20) await rig.detect(...holds.slice(n, n + 20));
    await rig.detect(...holds.slice(0, 40));
    const second = standalone();
    try {
      await rig.until(() =>
        expect(rig.seen.commands.filter(({ transferId }) => transferId?.startsWith('K'))).toHaveLength(400),
      );
      // The group has handled everything, also what came twice.
      await rig.until(async () => expect(await lagOf(STOP_PAYMENT_GROUP, TOPICS.stopPaymentInbox)).toBe(0n));
    } finally {
      second.child.kill('SIGTERM');
    }
    expect(await second.exited).toBe(0);
    const commands = (await rig.commands()).filter(({ transferId }) => transferId?.startsWith('K'));
    expect(new Set(commands.map(({ transferId }) => transferId)).size).toBe(400);
    expect(commands).toHaveLength(400);
    const steps = (await rig.events()).map(({ stopPaymentId, sequence }) => `${stopPaymentId} ${sequence}`);
    expect(new Set(steps).size).toBe(steps.length);
    expect(await lagOf(FORWARDER_GROUP, TOPICS.orders)).toBe(0n);
  });
});

function standalone(): Program {
  return startProgram(process.execPath, ['--import', 'tsx', 'services/stop-payment/src/main.ts'], {
    cwd: REPOSITORY,
    env: { ...process.env, ...stack().env, HEALTH_PORT: '0', LOG_LEVEL: 'info' },
  });
}

/** Records below the last that the group has not committed; markers behind the last record do not count. */
async function lagOf(groupId: string, topic: string): Promise<bigint> {
  const ends = new Map<number, bigint>();
  await connection.readToEnd(topic, {
    isolation: 'read_committed',
    onRecord: ({ partition, offset }) => void ends.set(partition, offset + 1n),
  });
  const committed = await connection.committedOffsets(groupId, topic);
  let lag = 0n;
  for (const [partition, end] of ends) {
    const at = committed.get(partition) ?? 0n;
    if (end > at) lag += end - at;
  }
  return lag;
}
