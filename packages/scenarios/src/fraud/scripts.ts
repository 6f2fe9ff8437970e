import { availableMinor } from '../population/party';
import { amountBetween, chance, rounded, whole } from '../simulation/random';
import { DAY, HOUR, MINUTE } from '../simulation/time';
import type { FraudPattern } from '../truth/label';
import { planPayment } from '../world';
import { planReport } from './report';
import {
  drawSavings,
  emptySavings,
  fromVictimsPhone,
  givenNameMatch,
  minutes,
  payeesOf,
  type Scheme,
  steal,
} from './scheme';

/** How each kind of fraud is played. */
export const SCRIPTS: Readonly<Record<FraudPattern, (scheme: Scheme) => void>> = {
  'safe-account': playSafeAccount,
  investment: playInvestment,
  'account-takeover': playTakeover,
  'purchase-scam': playPurchaseScam,
};

/** Share of safe-account calls that take their time, in smaller amounts, to payees that were tried out the day before. */
const PATIENT_SHARE = 0.35;

/** "Your money is in danger, move it to a safe account": within an hour everything goes to new payees. */
function playSafeAccount(scheme: Scheme): void {
  if (chance(scheme.random, PATIENT_SHARE)) {
    playPatiently(scheme);
    return;
  }
  const { world, random, startsAt, opened } = scheme;
  const signals = callSignals(scheme);
  const payments = whole(random, 3, 6);
  const payees = payeesOf(scheme, whole(random, 1, 3));
  planPayment(world, startsAt, () =>
    emptySavings(scheme, whole(random, 0, 5) * 100_000, { ...fromVictimsPhone(scheme), signals }),
  );
  let at = startsAt + minutes(scheme, [6, 14]);
  for (let left = payments; left > 0; left--) {
    const payee = payees[left % payees.length]!;
    planPayment(world, at, () => {
      const spareMinor = availableMinor(opened.victim.current) - whole(random, 40, 300) * 100;
      const share = left === 1 ? 1 : 1 / left + whole(random, -8, 12) / 100;
      steal(scheme, payee, rounded(Math.floor(Math.min(spareMinor * share, 4_800_000)), 1_000), {
        ...fromVictimsPhone(scheme),
        signals,
        payeeAddedAt: world.core.clock.now - minutes(scheme, [1, 6]),
        nameMatch: givenNameMatch(random, payee),
        remittance: 'Transfer to safe account',
      });
    });
    at += minutes(scheme, [4, 15]);
  }
  world.core.queue.plan(at, () => planReport(scheme, [25 * MINUTE, 7 * HOUR]));
}

// A small payment to each payee first; hours later larger ones, none of them conspicuous, the victim on the phone for few.
function playPatiently(scheme: Scheme): void {
  const { world, random, startsAt, opened } = scheme;
  const payees = [...new Set(payeesOf(scheme, whole(random, 2, 3)))];
  const addedAt = startsAt - whole(random, 3, 12) * HOUR;
  const pay = (at: number, position: number, amountMinor: () => number): void => {
    const payee = payees[position % payees.length]!;
    planPayment(world, at, () => {
      steal(scheme, payee, amountMinor(), {
        ...fromVictimsPhone(scheme),
        signals: chance(random, 0.3) ? ['ACTIVE_CALL'] : [],
        payeeAddedAt: addedAt,
        nameMatch: payee.master === null ? 'NOT_CHECKED' : 'MATCH',
      });
    });
  };
  payees.forEach((_, position) => {
    pay(addedAt + minutes(scheme, [2, 20]), position, () => whole(random, 20, 90) * 100);
  });
  planPayment(world, startsAt, () => drawSavings(scheme, whole(random, 15, 40) * 100_000));
  let at = startsAt + minutes(scheme, [8, 20]);
  for (let left = whole(random, 4, 8); left > 0; left--) {
    pay(at, left, () => {
      const spareMinor = availableMinor(opened.victim.current) - 30_000;
      return rounded(Math.min(amountBetween(random, 180_000, 950_000), Math.max(0, spareMinor)), 5_000);
    });
    at += minutes(scheme, [20, 70]);
  }
  world.core.queue.plan(at, () => planReport(scheme, [40 * MINUTE, 7 * HOUR]));
}

function callSignals({ random }: Scheme): readonly string[] {
  return [
    ...(chance(random, 0.6) ? ['ACTIVE_CALL'] : []),
    ...(chance(random, 0.25) ? ['REMOTE_ACCESS'] : []),
    ...(chance(random, 0.3) ? ['LIMIT_RAISED'] : []),
  ];
}

/** An "investment" that grows and grows: small payments in the past, large ones now, the last to a crypto exchange. */
function playInvestment(scheme: Scheme): void {
  const { world, random, startsAt, opened } = scheme;
  const [payee] = payeesOf(scheme, 1);
  const { liveFrom } = world.core.period;
  const addedAt = liveFrom - 21 * DAY;
  const pay = (at: number, minMinor: number, maxMinor: number, to = payee!): void => {
    planPayment(world, at, () => {
      const small = maxMinor < 400_000;
      if (small) drawSavings(scheme, maxMinor);
      const spareMinor = availableMinor(opened.victim.current) - (small ? 0 : 20_000);
      steal(
        scheme,
        to,
        Math.min(rounded(amountBetween(random, minMinor, maxMinor), 10_000), Math.max(0, spareMinor)),
        {
          ...fromVictimsPhone(scheme),
          payeeAddedAt: to === payee ? addedAt : world.core.clock.now - minutes(scheme, [3, 40]),
          nameMatch: to.master === null ? 'NOT_CHECKED' : 'CLOSE',
          remittance: 'Investment plan',
          signals: chance(random, 0.3) ? ['REMOTE_ACCESS'] : [],
        },
      );
    });
  };
  pay(liveFrom - 20 * DAY + whole(random, 0, DAY), 20_000, 30_000);
  pay(liveFrom - 13 * DAY + whole(random, 0, DAY), 60_000, 120_000);
  pay(liveFrom - 6 * DAY + whole(random, 0, DAY), 200_000, 350_000);
  planPayment(world, startsAt - 30 * MINUTE, () =>
    emptySavings(scheme, whole(random, 0, 10) * 100_000, fromVictimsPhone(scheme)),
  );
  const hour = Math.min(HOUR, Math.floor((world.core.period.paymentsUntil - startsAt) / 14));
  const second = startsAt + whole(random, 2 * hour, 5 * hour);
  const third = second + whole(random, hour, 3 * hour);
  pay(startsAt, 600_000, 1_500_000);
  pay(second, 1_500_000, 4_000_000);
  pay(third, 800_000, 3_000_000, scheme.network.exchange);
  world.core.queue.plan(third + MINUTE, () => planReport(scheme, [HOUR, 6 * HOUR]));
}

/** Somebody else drives the account: a new device, changed credentials, the night, several payments. */
function playTakeover(scheme: Scheme): void {
  const { world, random, startsAt, opened, network } = scheme;
  const payees = payeesOf(scheme, whole(random, 1, 3));
  // One in six steers the victim's own device from afar; the others register a device of theirs.
  const remote = chance(random, 0.16);
  const signals = [
    remote ? 'REMOTE_ACCESS' : 'NEW_DEVICE',
    ...(chance(random, 0.7) ? ['CREDENTIALS_CHANGED'] : []),
    ...(!remote && chance(random, 0.3) ? ['SIM_CHANGED'] : []),
  ];
  const strange = chance(random, 0.4) ? network.deviceId : `dev-x-${(random.a >>> 0).toString(36)}`;
  const deviceId = remote ? opened.victim.deviceId : strange;
  const ipAddress = remote ? opened.victim.ipAddress : network.ipAddress;
  planPayment(world, startsAt, () =>
    emptySavings(scheme, 0, { channel: 'MOBILE', deviceId, ipAddress, signals }),
  );
  let at = startsAt + minutes(scheme, [2, 5]);
  for (let left = whole(random, 3, 5); left > 0; left--) {
    const payee = payees[left % payees.length]!;
    const wantedMinor = rounded(amountBetween(random, 200_000, 1_400_000), 5_000);
    planPayment(world, at, () => {
      const spareMinor = availableMinor(opened.victim.current) - 1_000;
      steal(scheme, payee, Math.min(wantedMinor, Math.max(0, spareMinor)), {
        channel: 'MOBILE',
        deviceId,
        ipAddress,
        country: chance(random, 0.5) ? 'RO' : 'DE',
        signals,
        payeeAddedAt: world.core.clock.now - minutes(scheme, [1, 3]),
        nameMatch: payee.master === null ? 'NOT_CHECKED' : 'MATCH',
      });
    });
    at += minutes(scheme, [2, 7]);
  }
  world.core.queue.plan(at, () => planReport(scheme, [2 * HOUR, 8 * HOUR]));
}

/** Goods that never come: one payment to a private account whose name is not the shop's. */
function playPurchaseScam(scheme: Scheme): void {
  const { world, random, startsAt, opened } = scheme;
  const [payee] = payeesOf(scheme, 1);
  const wantedMinor = rounded(amountBetween(random, 40_000, 450_000), 100);
  planPayment(world, startsAt, () => {
    const spareMinor = availableMinor(opened.victim.current) - 500;
    steal(scheme, payee!, Math.min(wantedMinor, Math.max(0, spareMinor)), {
      ...fromVictimsPhone(scheme),
      signals: ['PASTED_PAYEE'],
      payeeAddedAt: world.core.clock.now - minutes(scheme, [1, 8]),
      nameMatch: chance(random, 0.65) ? 'NO_MATCH' : payee!.master === null ? 'NOT_CHECKED' : 'CLOSE',
      remittance: `Order ${whole(random, 10_000, 99_999)}`,
    });
  });
  world.core.queue.plan(startsAt + MINUTE, () => planReport(scheme, [2 * HOUR, 9 * HOUR]));
}
