import type { Transfer } from '@sluice/domain';
import * as fc from 'fast-check';
import {
  type DebtorAssessment,
  ENTRY_TYPES,
  FRAME_BYTES_MAX,
  FrameBuilder,
  FrameFormatError,
  LaneMarks,
  type LogEntry,
  readFrame,
  writeDebtorAssessment,
  writeJson,
  writeTransferBody,
} from '.';
import { text, transfers } from './testing/transfers';

const reasons = fc.record({
  rule: text,
  subject: text,
  points: fc.integer({ min: -1000, max: 1000 }),
  detail: text,
  evidence: fc
    .dictionary(fc.constantFrom('share', 'days', 'amount'), fc.double({ noNaN: true }))
    .map((map) => ({ ...map })),
});
const assessments: fc.Arbitrary<DebtorAssessment> = fc.record({
  rulesVersion: text,
  victimScore: fc.integer({ min: 0, max: 1000 }),
  muleScore: fc.integer({ min: 0, max: 1000 }),
  disposition: fc.integer({ min: 0, max: 4 }),
  reasons: fc.array(reasons, { maxLength: 3 }),
  missingEvidence: fc.array(text, { maxLength: 3 }),
  holderIds: fc.array(text, { maxLength: 2 }),
  scenarios: fc.array(fc.tuple(text, fc.integer()), { maxLength: 2 }),
});

const lanes = fc.record({
  source: fc.integer({ min: 1, max: 7 }),
  incarnation: fc.integer({ min: 0, max: 1000 }),
  partition: fc.integer({ min: 0, max: 255 }),
});

/** What a lane sends, in order: source offsets with gaps, several entries a record. */
const laneEntries = fc.tuple(
  lanes,
  fc.array(
    fc.tuple(fc.integer({ min: 1, max: 2 ** 40 }), fc.integer({ min: 1, max: 3 }), transfers, assessments),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
);

function build(
  builder: FrameBuilder,
  sent: [
    { source: number; incarnation: number; partition: number },
    [number, number, Transfer, DebtorAssessment][],
  ],
): LogEntry[] {
  const [lane, records] = sent;
  const expected: LogEntry[] = [];
  let offset = 0;
  for (const [gap, entries, transfer, assessment] of records) {
    offset += gap;
    for (let index = 0; index < entries; index++) {
      const at = { ...lane, offset, index };
      if (index % 2 === 0) {
        builder.append(lane, offset, index, ENTRY_TYPES.DEBIT, (body) => writeTransferBody(body, transfer));
        expected.push({ at, type: 'DEBIT', transfer });
      } else {
        builder.append(lane, offset, index, ENTRY_TYPES.CREDIT, (body) => {
          writeDebtorAssessment(body, assessment);
          writeTransferBody(body, transfer);
        });
        expected.push({ at, type: 'CREDIT', assessment, transfer });
      }
    }
  }
  return expected;
}

describe('frames of the log', () => {
  it('give back every entry of every lane as it was written, whatever the transfer holds', () => {
    fc.assert(
      fc.property(fc.array(laneEntries, { minLength: 1, maxLength: 4 }), (sent) => {
        const builder = new FrameBuilder();
        const expected = sent.flatMap((lane) => build(builder, lane as Parameters<typeof build>[1]));
        const read = builder.take().flatMap((frame) => [...readFrame(frame)]);
        expect(read).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('are the same bytes whether a body comes in a writer or in a view', () => {
    const bodies = fc.array(fc.tuple(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(-1, 0, 1)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(bodies, (list) => {
        const [written, shown] = [new FrameBuilder(), new FrameBuilder()];
        const lane = { source: 1, incarnation: 0, partition: 2 };
        for (const [offset, [bytes, first]] of list.entries()) {
          written.append(lane, offset, 0, ENTRY_TYPES.STATUS, (body) => {
            if (first >= 0) body.u8(first);
            body.bytes(bytes);
          });
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
          shown.appendShown(lane, offset, 0, ENTRY_TYPES.STATUS, first, view, bytes.length);
        }
        expect(shown.take()).toEqual(written.take());
      }),
    );
  });

  it('are closed before they grow beyond 256 KiB, and lose nothing where they are cut', () => {
    const builder = new FrameBuilder();
    const lane = { source: 1, incarnation: 0, partition: 3 };
    for (let offset = 0; offset < 5_000; offset++) {
      builder.append(lane, offset, 0, ENTRY_TYPES.RULES_ACTIVATE, (body) =>
        writeJson(body, { version: `v${'x'.repeat(150)}${offset}` }),
      );
    }
    const frames = builder.take();
    expect(frames.length).toBeGreaterThan(3);
    for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(FRAME_BYTES_MAX);
    const offsets = frames.flatMap((frame) => [...readFrame(frame)].map((entry) => entry.at.offset));
    expect(offsets).toEqual(Array.from({ length: 5_000 }, (_, offset) => offset));
  });

  it('refuse a newer format version and torn bytes instead of guessing', () => {
    const builder = new FrameBuilder();
    builder.append({ source: 1, incarnation: 0, partition: 0 }, 7, 0, ENTRY_TYPES.RULES_ACTIVATE, (body) =>
      writeJson(body, { version: 'a' }),
    );
    const frame = builder.take()[0]!;
    const newer = Buffer.from(frame);
    newer[0] = 3;
    expect(() => [...readFrame(newer)]).toThrow(/format version 3/);
    for (let length = 1; length < frame.length; length++) {
      const torn = frame.subarray(0, length);
      if (length === 2) expect([...readFrame(torn)]).toEqual([]);
      else expect(() => [...readFrame(torn)]).toThrow(FrameFormatError);
    }
  });

  it('name an entry of a type that a newer build wrote, and go on', () => {
    const builder = new FrameBuilder();
    const lane = { source: 1, incarnation: 0, partition: 0 };
    builder.append(lane, 1, 0, 99, (body) => body.string('?'));
    builder.append(lane, 2, 0, ENTRY_TYPES.RULES_ACTIVATE, (body) => writeJson(body, { version: 'a' }));
    expect([...readFrame(builder.take()[0]!)].map((entry) => entry.type)).toEqual([
      'NEWER',
      'RULES_ACTIVATE',
    ]);
  });
});

describe('marks', () => {
  it('admit each entry of a lane once, however a restarted writer cuts and repeats its frames', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 3 })), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.array(fc.nat({ max: 59 }), { maxLength: 5 }),
        (raw, restarts) => {
          const ordered = [
            ...new Map(raw.map(([offset, index]) => [offset * 10 + index, { offset, index }])).entries(),
          ]
            .sort(([a], [b]) => a - b)
            .map(([, at]) => at);
          const sent = [...ordered];
          for (const restart of restarts) sent.push(...ordered.slice(Math.min(restart, ordered.length - 1)));
          const marks = new LaneMarks();
          const lane = { source: 1, incarnation: 0, partition: 2 };
          const admitted = sent.filter(({ offset, index }) => marks.admit(lane, offset, index));
          expect(admitted).toEqual(ordered);
        },
      ),
    );
  });

  it('keep lanes apart by source, incarnation and partition, and survive an image', () => {
    const marks = new LaneMarks();
    expect(marks.admit({ source: 1, incarnation: 0, partition: 0 }, 5, 0)).toBe(true);
    expect(marks.admit({ source: 1, incarnation: 1, partition: 0 }, 5, 0)).toBe(true);
    expect(marks.admit({ source: 2, incarnation: 0, partition: 0 }, 5, 0)).toBe(true);
    expect(marks.admit({ source: 1, incarnation: 0, partition: 1 }, 5, 0)).toBe(true);
    const restored = new LaneMarks();
    restored.restore(marks.entries());
    expect(restored.admit({ source: 1, incarnation: 0, partition: 0 }, 5, 0)).toBe(false);
    expect(restored.admit({ source: 1, incarnation: 0, partition: 0 }, 5, 1)).toBe(true);
  });
});
