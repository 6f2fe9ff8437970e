import fc from 'fast-check';
import { createEventQueue } from './eventQueue';

describe('the queue of what is going to happen', () => {
  it('gives back what was planned in order of time, and in order of planning at equal times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (moments) => {
        const queue = createEventQueue();
        const happened: { at: number; planned: number }[] = [];
        moments.forEach((at, planned) => {
          queue.plan(at, () => happened.push({ at, planned }));
        });
        while (queue.nextAt() !== null) queue.take().act();
        const expected = moments
          .map((at, planned) => ({ at, planned }))
          .sort((left, right) => left.at - right.at || left.planned - right.planned);
        expect(happened).toEqual(expected);
      }),
    );
  });

  it('has no next happening when it is empty', () => {
    const queue = createEventQueue();
    expect(queue.nextAt()).toBeNull();
    expect(() => queue.take()).toThrow('nothing is planned');
  });
});
