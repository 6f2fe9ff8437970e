/**
 * An array with no use but the calls that a subclass answers: what kafkajs 2.2.4 is given in place of its arrays of
 * messages. Any other call throws, so that a version which works otherwise cannot go on with nothing in its hands.
 */
export class AnsweringArray<T> extends Array<T> {}

for (const name of Object.getOwnPropertyNames(Array.prototype)) {
  if (name === 'constructor' || name === 'length') continue;
  Object.defineProperty(AnsweringArray.prototype, name, { value: () => refuse(name), configurable: true });
}
Object.defineProperty(AnsweringArray.prototype, Symbol.iterator, { value: () => refuse('iterator') });

function refuse(name: string): never {
  throw new TypeError(
    `${name} was called on messages that only kafkajs 2.2.4 should see, which does not call it: see stream-runtime/src/recordBatch/kafkajsMessages.ts and wire/fetchedMessages.ts`,
  );
}
