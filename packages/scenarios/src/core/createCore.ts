import type { SyntheticBankOptions } from '../options';
import { createEventQueue } from '../simulation/eventQueue';
import type { Period } from '../simulation/period';
import { randomStream } from '../simulation/random';
import { createCaseBook } from '../truth/caseBook';
import { createTruth } from '../truth/truth';
import type { CoreState } from './coreState';
import { createOutbox } from './outbox';

/** The core at the beginning of the past, with no transfer yet. */
export function createCore(options: SyntheticBankOptions, period: Period): CoreState {
  const random = randomStream(options.seed, 'core');
  const run = randomStream(options.seed, `run ${options.endsAt}`);
  return {
    options,
    period,
    clock: { now: period.historyFrom },
    queue: createEventQueue(),
    outbox: createOutbox(options.decidedBy === 'SLUICE'),
    truth: createTruth(),
    cases: createCaseBook(options.reportIdPrefix, options.caseIdOf),
    desk: null,
    random,
    idPrefix: `T${(run.a >>> 0).toString(36).padStart(7, '0')}`,
    transferCount: 0,
    bookingSequence: 0,
    live: new Map(),
    returnsOf: new Map(),
    partyById: new Map(),
    stops: new Map(),
    answers: new Map(),
    counts: {
      undecided: 0,
      decidedLate: 0,
      warned: { NONE: 0, CANCELLED: 0, PROCEEDED: 0, NO_ANSWER: 0, UNKNOWN: 0 },
      answers: new Map(),
      answersByAction: new Map(),
      settledMinor: 0,
    },
  };
}
