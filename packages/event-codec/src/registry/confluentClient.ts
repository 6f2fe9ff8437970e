import { SchemaRegistry as ConfluentClient } from '@kafkajs/confluent-schema-registry';
import { CLIENT_NAME } from './clientFailure';
import { ANSWER_WITHIN_MS, type RegistryAddress, registryBase } from './registryAddress';
import { noAnswer } from './registryFailure';

type ClientOptions = ConstructorParameters<typeof ConfluentClient>[0];
type Middleware = NonNullable<ClientOptions['middlewares']>[number];

/**
 * The registry's client library, set up: who we are, how long we wait, no retries of its own.
 *
 * Retries are the callers': `registerAll` and the stream runtime know how often and how long, for every method, and the
 * library would retry reads only.
 */
export function confluentClient(
  address: RegistryAddress,
  answerWithinMs: number = ANSWER_WITHIN_MS,
): ConfluentClient {
  return new ConfluentClient({
    host: registryBase(address),
    clientId: CLIENT_NAME,
    retry: { retries: 0 },
    middlewares: [answeredWithin(answerWithinMs)],
    ...(address.auth == null ? {} : { auth: { ...address.auth } }),
  });
}

/**
 * Ends a request that gets no whole answer in time. Left to itself, the library waits for ever for an answer whose
 * connection breaks in the middle, and every later question for the same schema id joins that wait.
 */
function answeredWithin(limitMs: number): Middleware {
  return () => {
    const over = new AbortController();
    return {
      prepareRequest: async (next) => (await next()).enhance({ signal: over.signal }),
      response: (next, _renew, request) =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(() => {
            const what = `${request.method().toUpperCase()} ${request.url()}`;
            reject(noAnswer(what, `no whole answer within ${limitMs} ms`));
            over.abort();
          }, limitMs);
          next()
            .then(resolve, reject)
            .finally(() => clearTimeout(timer));
        }),
    };
  };
}
