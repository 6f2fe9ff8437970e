import { carriedBy, pays, restsOn, stolen, totalsOf, traced } from '../testing/builders';
import type { MethodName } from './tracingMethod';

// One account, in order: own 100 in; stolen X 100 in; stolen Y 100 in; out 150 to P; own 50 in; out 100 to Q.
const entries = [
  pays(1, 'employer', 'mule', 100),
  pays(2, 'victim-x', 'mule', 100),
  pays(3, 'victim-y', 'mule', 100),
  pays(4, 'mule', 'P', 150),
  pays(5, 'employer', 'mule', 50),
  pays(6, 'mule', 'Q', 100),
];
const sources = [stolen('T2', 100), stolen('T3', 100)];
const [X, Y] = ['T2', 'T3'] as const;

function example(method: MethodName) {
  const result = traced({ method, entries, sources });
  return {
    toP: carriedBy(result, 'T4'),
    toQ: carriedBy(result, 'T6'),
    left: restsOn(result, 'mule'),
    result,
  };
}

describe('money mixed on one account', () => {
  it('FIFO: the first in is the first out', () => {
    const { toP, toQ, left } = example('FIFO');
    expect(toP).toEqual({ [X]: 50 });
    expect(toQ).toEqual({ [X]: 50, [Y]: 50 });
    expect(left).toEqual({ [Y]: 50 });
  });

  it('LIFO: the last in is the first out, and the own 100 stays', () => {
    const { toP, toQ, left } = example('LIFO');
    expect(toP).toEqual({ [Y]: 100, [X]: 50 });
    expect(toQ).toEqual({ [X]: 50 });
    expect(left).toEqual({});
  });

  it('pro rata: each debit carries the share that stolen money has of the balance before it', () => {
    const { toP, toQ, left } = example('PRO_RATA');
    expect(toP).toEqual({ [X]: 50, [Y]: 50 });
    expect(toQ).toEqual({ [X]: 25, [Y]: 25 });
    expect(left).toEqual({ [X]: 25, [Y]: 25 });
  });

  it('LIBR: the own money goes first, and a later own deposit refills nothing', () => {
    const { toP, toQ, left } = example('LIBR');
    expect(toP).toEqual({ [X]: 25, [Y]: 25 });
    expect(toQ).toEqual({ [X]: 25, [Y]: 25 });
    expect(left).toEqual({ [X]: 50, [Y]: 50 });
  });

  it('poison: every debit after a stolen credit is suspect for its whole amount', () => {
    const { toP, toQ, left, result } = example('POISON');
    const sum = (parts: Record<string, number>) => Object.values(parts).reduce((a, b) => a + b, 0);
    expect([sum(toP), sum(toQ), sum(left)]).toEqual([150, 100, 100]);
    expect(totalsOf(result, X).contaminatedMinor + totalsOf(result, Y).contaminatedMinor).toBe(150);
  });

  it('pro rata never loses a minor unit: the odd one goes to the earlier credit', () => {
    const result = traced({
      method: 'PRO_RATA',
      entries: [pays(1, 'a', 'mule', 1), pays(2, 'b', 'mule', 1), pays(3, 'mule', 'P', 1)],
      sources: [stolen('T1', 1), stolen('T2', 1)],
    });
    expect(carriedBy(result, 'T3')).toEqual({ T1: 1 });
    expect(restsOn(result, 'mule')).toEqual({ T2: 1 });
  });
});
