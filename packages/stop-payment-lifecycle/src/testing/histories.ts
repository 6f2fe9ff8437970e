import {
  type OrderAction,
  STOP_PAYMENT_RESULTS,
  type StopPaymentCause,
  type StopPaymentInboxEntry,
  type StopPaymentResult,
} from '@sluice/domain';
import fc from 'fast-check';
import { answer, holdOf, initiated, MONDAY_10, MULE, orderOf, PAYER, statusOf, VICTIM } from './builders';
import type { createOwner } from './owner';

export type Owner = ReturnType<typeof createOwner>;

const HOUR = 3_600_000;
/** Kinds of transfers, by number; settled ones are the commonest because frozen money can do most. */
const TRANSFERS = [
  initiated({ status: 'SETTLED' }),
  initiated({ status: 'SETTLED' }),
  initiated(),
  initiated({ creditorOwnership: 'OTHER' }),
  initiated({ status: 'SETTLED', creditorOwnership: 'OTHER' }),
  initiated({ creditorProtection: 'PUBLIC_BODY' }),
];

const pick = fc.nat({ max: 20 });
const transferId = fc.constantFrom('T1', 'T2');
const amountMinor = fc.option(fc.integer({ min: 0, max: 6_000_000 }), { nil: null });
const orderId = fc.nat({ max: 30 }).map((n) => `O${n}`);
const cause = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<StopPaymentCause>('ANALYST', 'FUND_TRACE', 'POLICE_ORDER') },
  { weight: 1, arbitrary: fc.constant<StopPaymentCause>('DECISION') },
);
const result = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<StopPaymentResult>('EXECUTED', 'PARTIAL') },
  { weight: 3, arbitrary: fc.constantFrom<StopPaymentResult>(...STOP_PAYMENT_RESULTS) },
);
const afterMs = fc.integer({ min: 0, max: 3 * HOUR });

/** Something that happens; what it refers to among the owner's stops and commands is picked by number. */
const happening = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('DECISION' as const), transferId, pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('TRANSFER_STATUS' as const),
      transferId,
      status: fc.constantFrom('SETTLED', 'REJECTED', 'CANCELLED', 'INITIATED'),
      account: fc.constantFrom(PAYER, MULE),
      ms: fc.integer({ min: 0, max: 50 * HOUR }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('ANSWER' as const),
      pick,
      result,
      stoppedMinor: fc.oneof(amountMinor, fc.constant(-5)),
      availableMinor: fc.constantFrom(null, -20, 1_000_000),
      detail: fc.constantFrom(null, '', ' ', 'as the core says'),
      reasonCode: fc.constantFrom(null, 'ALREADY_EXECUTED'),
      ms: fc.integer({ min: 0, max: 5000 }),
    }),
  },
  // A core that does what the last command asked.
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('OBEYED' as const), ms: fc.integer({ min: 0, max: 5000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('OPENING_ORDER' as const),
      action: fc.constantFrom<OrderAction>('FREEZE_AMOUNT', 'HOLD_TRANSFER', 'RECALL_TRANSFER'),
      orderId,
      account: fc.constantFrom(PAYER, MULE),
      transferId: fc.option(transferId, { nil: null }),
      amountMinor,
      cause,
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      what: fc.constant('CHANGING_ORDER' as const),
      pick,
      action: fc.constantFrom<OrderAction>(
        'RELEASE',
        'CANCEL_TRANSFER',
        'RETURN_FUNDS',
        'RETURN_FUNDS',
        'EXTEND',
      ),
      orderId,
      amountMinor,
      cause,
      legalBasis: fc.oneof(
        { weight: 7, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom('CN-QUICK-FREEZE', 'GENERIC-AUTHORITY') },
      ),
      astray: pick.map((n) => n === 20),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('RING' as const) }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;
export type History = readonly (readonly [Happening, number])[];

/** Up to 60 happenings, each some time (ms) after the one before. */
export const histories: fc.Arbitrary<History> = fc.array(fc.tuple(happening, afterMs), {
  minLength: 1,
  maxLength: 60,
  size: 'max',
});

/** Lets it happen and returns every entry that moved something. */
export function live(owner: Owner, history: History): StopPaymentInboxEntry[] {
  const moving: StopPaymentInboxEntry[] = [];
  const feed = (entry: StopPaymentInboxEntry): void => {
    if (owner.feed(entry).kind === 'MOVED') moving.push(entry);
  };
  for (const [what, ms] of history) {
    owner.at(owner.now() + ms);
    if (what.what === 'RING') owner.ring();
    const entry = entryOf(what, owner);
    if (entry !== null) feed(entry);
    for (const followUp of owner.followUps.splice(0)) feed(followUp);
  }
  return moving;
}

const SIGNED = { returnToAccount: VICTIM, authorityReference: 'P-1', approvedBy: 'bo' };

function entryOf(happened: Happening, { commands, book }: Owner): StopPaymentInboxEntry | null {
  switch (happened.what) {
    case 'DECISION':
      return holdOf(happened.transferId, TRANSFERS[happened.pick % TRANSFERS.length]);
    case 'TRANSFER_STATUS':
      return statusOf(happened.transferId, happened.status, {
        account: happened.account,
        statusAt: MONDAY_10 + happened.ms,
      });
    case 'ANSWER': {
      const { what: _what, pick: at, result: said, ms, ...facts } = happened;
      const command = commands[at % Math.max(1, commands.length)];
      return command === undefined ? null : answer(command, said, { ...facts, at: MONDAY_10 + ms });
    }
    case 'OBEYED': {
      const command = commands.at(-1);
      return command === undefined ? null : answer(command, 'EXECUTED', { at: MONDAY_10 + happened.ms });
    }
    case 'OPENING_ORDER': {
      const { what: _, ...drawn } = happened;
      return orderOf(drawn.action, drawn.orderId, { ...SIGNED, ...drawn, currency: 'EUR' });
    }
    case 'CHANGING_ORDER': {
      const { action, orderId: id, astray, amountMinor: asked, cause: by, legalBasis } = happened;
      const stops = [...book.all()];
      const stop = stops[happened.pick % Math.max(1, stops.length)];
      return orderOf(action, id, {
        ...SIGNED,
        stopPaymentId: stop?.facts.stopPaymentId ?? '00000000-H-nowhere',
        account: astray ? VICTIM : (stop?.facts.account ?? PAYER),
        amountMinor: asked,
        currency: asked === null ? null : 'EUR',
        cause: by,
        legalBasis,
      });
    }
    default:
      return null;
  }
}
