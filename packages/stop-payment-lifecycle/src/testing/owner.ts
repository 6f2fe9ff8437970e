import type { FollowUp, StopPaymentCommand, StopPaymentEvent, StopPaymentInboxEntry } from '@sluice/domain';
import { alarmsOf } from '../alarms';
import { createBook } from '../book';
import { decide } from '../decide/decide';
import type { Decided } from '../decide/steps';
import { genericPack } from '../policy/packs/generic';
import type { PolicyPack } from '../policy/policyPack';
import type { StopPayment } from '../stopPayment';
import { MONDAY_10 } from './builders';

/** The owner of every inbox in one: what a test feeds is decided, folded and kept; follow-ups are fed back by the test. */
export function createOwner(policy: PolicyPack = genericPack) {
  const book = createBook();
  const events: StopPaymentEvent[] = [];
  const commands: StopPaymentCommand[] = [];
  const followUps: FollowUp[] = [];
  let now = MONDAY_10;

  function feed(entry: StopPaymentInboxEntry): Decided {
    const decided = decide(book, entry, { policy, now });
    if (decided.kind === 'MOVED') {
      for (const event of decided.events) book.apply(event);
      events.push(...decided.events);
      commands.push(...decided.commands);
      followUps.push(...decided.followUps);
    }
    return decided;
  }

  return {
    book,
    events,
    commands,
    followUps,
    feed,
    /** Feeds an entry that must move something and returns its last command. */
    order(entry: StopPaymentInboxEntry): StopPaymentCommand {
      const decided = feed(entry);
      if (decided.kind !== 'MOVED') throw new Error(`${entry.type} was ${decided.kind}`);
      const command = decided.commands.at(-1);
      if (command === undefined) throw new Error(`refused: ${decided.events.at(-1)?.reason}`);
      return command;
    },
    /** The refusal that the entry meets: its code. */
    refusal(entry: StopPaymentInboxEntry): string | null | undefined {
      const decided = feed(entry);
      const last = decided.kind === 'MOVED' ? decided.events.at(-1) : undefined;
      return last?.type === 'REFUSED' ? last.reasonCode : undefined;
    },
    stop(stopPaymentId: string): StopPayment {
      const stop = book.get(stopPaymentId);
      if (stop === undefined) throw new Error(`no stop-payment ${stopPaymentId}`);
      return stop;
    },
    at(ms: number): void {
      now = ms;
    },
    now: () => now,
    /** Everything that the clock owes at the present time, fed in order. */
    ring(): void {
      const due = [...book.all()]
        .flatMap((stop) => alarmsOf(stop, policy))
        .filter(({ dueAt }) => dueAt <= now);
      for (const { stopPaymentId, account, alarm, dueFor } of due.sort((a, b) => a.dueAt - b.dueAt))
        feed({ type: 'CLOCK', account, stopPaymentId, alarm, dueFor, at: now });
    },
  };
}
