import { type StopPaymentEvent, type StopPaymentOrder, TOPICS } from '@sluice/domain';
import { offlineEventCodec } from '@sluice/event-codec';
import { holdIdOf, policyNamed } from '@sluice/stop-payment-lifecycle';
import {
  answer,
  holdOf,
  initiated,
  MONDAY_10,
  PAYER,
  VICTIM,
} from '@sluice/stop-payment-lifecycle/src/testing/builders';
import { silentLogger } from '@sluice/stream-runtime';
import { CommanderError } from 'commander';
import { type StopPaymentService, startStopPayment } from '..';
import { memoryCluster } from '../testing/memoryCluster';
import { createRig, type Rig } from '../testing/rig';
import { orderProgram } from './orderProgram';

const codec = offlineEventCodec();
const HELD = holdIdOf(PAYER, 'T1');
let kafka: ReturnType<typeof memoryCluster>;
let rig: Rig;
let service: StopPaymentService;
let printed: string[];

beforeEach(async () => {
  const generic = policyNamed('GENERIC');
  if (!generic.ok) throw new Error(generic.problem.sentence);
  kafka = memoryCluster();
  printed = [];
  rig = await createRig(kafka.connect(), codec);
  service = await startStopPayment({
    connection: kafka.connect(),
    codec,
    log: silentLogger,
    policy: generic.value,
    clock: () => MONDAY_10,
  });
});
afterEach(async () => {
  await service.stop();
  await rig.close();
});

/** Runs the command line; returns its exit code, what it printed is in `printed`. */
async function run(...argv: string[]): Promise<number> {
  const program = orderProgram({
    connect: async () => kafka.connect(),
    print: (line) => printed.push(line),
    now: () => MONDAY_10,
  });
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeErr: (text) => printed.push(text) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

const SAID = ['--by', 'ann', '--reason', 'The customer confirmed it.'];

describe('npm run order', () => {
  it('releases a held transfer that is named by the transfer alone, and says what was sent', async () => {
    await rig.detect(holdOf('T1'));
    await rig.answer(answer(await rig.command(() => true), 'EXECUTED'));
    await rig.event(({ state }) => state === 'EXECUTED');
    expect(await run('release', '--transfer', 'T1', '--wait', ...SAID)).toBe(0);
    expect(printed[0]).toMatch(/^ordered O-/);
    expect(printed[1]).toBe(`RELEASE sent to the core for ••4417; stop-payment ${HELD} is EXECUTED`);
    expect(await rig.command(({ action }) => action === 'RELEASE')).toMatchObject({ orderedBy: 'ann' });
  });

  it('freezes, extends and returns, each found again by the id of the stop-payment', async () => {
    const account = ['--account', 'DE:MULE-9032', '--amount', '1,200.00', '--currency', 'EUR'];
    expect(await run('freeze', ...account, '--wait', '--json', ...SAID)).toBe(0);
    const frozen = JSON.parse(printed[1] ?? '') as StopPaymentEvent;
    expect(frozen).toMatchObject({ type: 'ISSUED', requestedMinor: 120_000 });
    await rig.answer(answer(frozen.command!, 'EXECUTED'));
    await rig.event(({ state }) => state === 'EXECUTED');
    const named = ['--stop-payment', frozen.stopPaymentId, '--wait', ...SAID];
    expect(await run('extend', ...named)).toBe(0);
    expect(printed.at(-1)).toContain('EXTEND sent to the core for ••9032 until 2026-03-04T10:00:00.000Z');
    expect(await run('return', '--to', VICTIM, '--amount', '200', '--approved-by', 'bo', ...named)).toBe(0);
    expect(printed.at(-1)).toContain('RETURN_FUNDS 200.00 EUR sent to the core');
  });

  it('exits with 1 and the reason where the order is refused', async () => {
    await rig.detect(holdOf('T1', initiated({ status: 'SETTLED' })));
    const freeze = await rig.command(() => true);
    await rig.answer(answer(freeze, 'EXECUTED'));
    await rig.event(({ state }) => state === 'EXECUTED');
    expect(
      await run('return', '--to', VICTIM, '--stop-payment', freeze.stopPaymentId, '--wait', ...SAID),
    ).toBe(1);
    expect(printed.join('')).toContain("needs a second person's approval");
  });

  it.each([
    ['an unknown stop-payment', ['release', '--stop-payment', HELD, ...SAID], 'There is no stop-payment'],
    ['neither stop-payment nor transfer', ['release', ...SAID], '--stop-payment'],
    ['a transfer that nobody stops', ['cancel', '--transfer', 'T9', ...SAID], 'No stop-payment acts on'],
    [
      'nobody who orders',
      ['release', '--stop-payment', HELD, '--reason', 'x'],
      "required option '--by <WHO>'",
    ],
    [
      'an amount in words',
      ['freeze', '--account', 'DE:M-1', '--amount', 'lots', '--currency', 'EUR', ...SAID],
      'is no amount',
    ],
    [
      'a wait that is no number',
      ['release', '--wait', 'long', '--stop-payment', HELD, ...SAID],
      '--wait long',
    ],
  ])('with %s writes no order and says so', async (_, argv, sentence) => {
    expect(await run(...argv)).toBe(1);
    expect(printed.join('')).toContain(sentence);
    expect(kafka.records(TOPICS.orders)).toHaveLength(0);
  });

  it('says so when nobody acts on the order', async () => {
    await rig.detect(holdOf('T1'));
    await rig.command(() => true);
    await service.stop();
    expect(await run('release', '--stop-payment', HELD, '--wait', '0', ...SAID)).toBe(0);
    expect(await run('release', '--stop-payment', HELD, '--wait', '1', ...SAID)).toBe(1);
    expect(printed.at(-1)).toContain('Is the stop-payment service running?');
    const orders = kafka
      .records(TOPICS.orders)
      .map(({ value }) => JSON.parse(String(value)) as StopPaymentOrder);
    expect(orders.map(({ action }) => action)).toEqual(['RELEASE', 'RELEASE']);
  });
});
