import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { partitionOf, type StopPaymentEvent, type StopPaymentOrder, TOPICS } from '@sluice/domain';
import { encodeOrder } from '@sluice/event-codec';
import { isOver } from '@sluice/stop-payment-lifecycle';
import type { KafkaConnection } from '@sluice/stream-runtime';
import { Command } from 'commander';
import { buildOrder, type OrderOptions } from './buildOrder';
import { describeOutcome } from './describeOutcome';
import { awaitOrder, findStopPayment, findStopPaymentsOf } from './stopPaymentEvents';

const WAIT_S = 30;
const LOOK_AGAIN_MS = 300;

export interface OrderProgramParts {
  readonly connect: () => Promise<KafkaConnection>;
  readonly print: (line: string) => void;
  readonly now: () => number;
}

const OPENING: readonly StopPaymentOrder['action'][] = ['FREEZE_AMOUNT', 'HOLD_TRANSFER', 'RECALL_TRANSFER'];

type Typed = OrderOptions & { readonly wait?: string | true; readonly json?: true };

/** The command line of people's orders. Whatever is wrong ends it with one sentence and exit code 1. */
export function orderProgram(parts: OrderProgramParts): Command {
  const program = new Command('order').description(
    'Orders about stop-payments: the stop-payment service acts on each once, or answers REFUSED with the reason',
  );
  const changing = (name: string, action: StopPaymentOrder['action'], what: string): Command =>
    common(program.command(name).description(what))
      .option('--stop-payment <ID>', 'the stop-payment')
      .option('--transfer <T>', 'or the transfer that it stops, where that is one')
      .option('--account <A>', 'the account that it acts on, to be checked')
      .option('--currency <C>', 'its currency, to be checked')
      .action((options: Typed) => order(program, parts, action, options));
  const opening = (name: string, action: StopPaymentOrder['action'], what: string): Command =>
    common(program.command(name).description(what))
      .requiredOption('--account <A>', 'the account that it acts on')
      .requiredOption('--amount <X>', 'in major units, for example 123.45')
      .requiredOption('--currency <C>', 'ISO 4217 code')
      .option('--expires-at <ISO>', "an end before the policy's own, for example 2026-03-02T18:00:00Z")
      .action((options: Typed) => order(program, parts, action, options));

  changing('release', 'RELEASE', 'ends a stop; a held transfer then executes');
  changing('cancel', 'CANCEL_TRANSFER', 'a held transfer is never executed');
  changing('return', 'RETURN_FUNDS', 'pays frozen money back')
    .requiredOption('--to <ACCOUNT>', 'the account to pay to')
    .option('--amount <X>', 'in major units; without it all that is stopped');
  changing('extend', 'EXTEND', 'a later end; with another --legal-basis a conversion').option(
    '--expires-at <ISO>',
    'the new end; without it as long as the policy allows',
  );
  opening('freeze', 'FREEZE_AMOUNT', 'a lien on the balance of an account').option(
    '--transfer <T>',
    'the transfer that brought the money',
  );
  opening('hold', 'HOLD_TRANSFER', 'keeps a transfer that the core has not executed').requiredOption(
    '--transfer <T>',
    'the transfer',
  );
  opening('recall', 'RECALL_TRANSFER', 'asks the receiving bank for settled money').requiredOption(
    '--transfer <T>',
    'the transfer; --account is our payer',
  );
  return program;
}

function common(command: Command): Command {
  return command
    .requiredOption('--by <WHO>', 'who orders it')
    .requiredOption('--reason <WHY>', 'why, in one sentence')
    .option('--approved-by <WHO>', 'the second person, where the policy asks for one')
    .option('--authority-reference <R>', "reference of the police's or court's document")
    .option('--cause <C>', 'analyst, police or court; police where an authority reference is given')
    .option('--legal-basis <CODE>', "a legal basis other than the policy's own choice")
    .option('--case <ID>', 'the case that it belongs to')
    .option('--order-id <ID>', 'an id of your own: an order with a known id is acted on once')
    .option('--wait [SECONDS]', `waits until the order was acted on, at most ${WAIT_S} s`)
    .option('--json', 'prints the order, and what it led to, as JSON lines');
}

async function order(
  program: Command,
  parts: OrderProgramParts,
  action: StopPaymentOrder['action'],
  options: Typed,
): Promise<void> {
  const waitMs = waitOf(options.wait);
  if (waitMs === null) program.error(`--wait ${String(options.wait)} is no number of seconds.`);
  const connection = await parts.connect();
  let failure: string | null;
  try {
    failure = await publish(connection, parts, action, options, waitMs);
  } finally {
    await connection.close();
  }
  if (failure !== null) program.error(failure);
}

/** Null where all went well; else what to say. */
async function publish(
  connection: KafkaConnection,
  parts: OrderProgramParts,
  action: StopPaymentOrder['action'],
  options: Typed,
  waitMs: number,
): Promise<string | null> {
  const stop = OPENING.includes(action) ? null : await stopOf(connection, options);
  if (typeof stop === 'string') return stop;
  const built = buildOrder(action, options, stop, {
    orderId: options.orderId ?? `O-${randomUUID()}`,
    now: parts.now(),
  });
  if (!built.ok) return built.problem.sentence;
  const made = built.value;
  const count = await connection.partitionCount(TOPICS.stopPaymentEvents);
  const partition = partitionOf(made.account, count);
  const from = (await connection.endOffsets(TOPICS.stopPaymentEvents)).get(partition) ?? 0n;
  const producer = await connection.producer('order');
  await producer.send([{ topic: TOPICS.orders, records: [{ key: made.account, value: encodeOrder(made) }] }]);
  await producer.close();
  parts.print(options.json ? JSON.stringify(made) : `ordered ${made.orderId}`);
  if (waitMs === 0) return null;
  const event = await awaitOrder(connection, made.orderId, { partition, from, timeoutMs: waitMs }, () =>
    sleep(LOOK_AGAIN_MS),
  );
  if (event === null)
    return `Nothing was heard of ${made.orderId} within ${waitMs / 1000} s; it stays ordered. Is the stop-payment service running?`;
  if (options.json) parts.print(JSON.stringify(event));
  else parts.print(describeOutcome(event));
  return event.type === 'REFUSED' ? `${event.reasonCode}: ${event.reason}` : null;
}

/** The stop-payment that the options name, or a sentence. */
async function stopOf(connection: KafkaConnection, options: Typed): Promise<StopPaymentEvent | string> {
  if (options.stopPayment !== undefined) {
    const stop = await findStopPayment(connection, options.stopPayment);
    return (
      stop ?? `There is no stop-payment ${options.stopPayment}; see \`npm run case\` for those of a case.`
    );
  }
  if (options.transfer === undefined) return 'Name the stop-payment with --stop-payment, or its --transfer.';
  const all = await findStopPaymentsOf(connection, options.transfer);
  const standing = all.filter(({ state }) => !isOver(state));
  const [only] = standing.length > 0 ? standing : all;
  if (only === undefined) return `No stop-payment acts on transfer ${options.transfer}.`;
  if (standing.length > 1) {
    const ids = standing.map(
      ({ stopPaymentId, instrument, state }) => `${stopPaymentId} (${instrument}, ${state})`,
    );
    return `Several stop-payments act on transfer ${options.transfer}: ${ids.join(', ')}; name one with --stop-payment.`;
  }
  return only;
}

/** 0: do not wait. Null: not a number. */
function waitOf(wait: string | true | undefined): number | null {
  if (wait === undefined) return 0;
  if (wait === true) return WAIT_S * 1000;
  return /^\d{1,4}$/.test(wait) ? Number(wait) * 1000 : null;
}
