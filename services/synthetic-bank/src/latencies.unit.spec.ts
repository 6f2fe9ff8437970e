import fc from 'fast-check';
import { createLatencies } from './latencies';

describe('latencies', () => {
  it('give exact percentiles by nearest rank, also when more come in between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: 0, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 3_000 }),
        fc.constantFrom(0.5, 0.9, 0.99, 1),
        (values, p) => {
          const latencies = createLatencies();
          values.forEach((value, index) => {
            latencies.add(value);
            if (index === 10) latencies.percentile(0.5);
          });
          const sorted = [...values].sort((left, right) => left - right);
          expect(latencies.percentile(p)).toBe(sorted[Math.ceil(p * sorted.length) - 1]);
          expect(latencies.count).toBe(values.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('have no percentile where there is none', () => {
    expect(createLatencies().percentile(0.5)).toBeNull();
  });
});
