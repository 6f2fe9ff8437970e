import { ERRORS } from '../wire/errorCodes';
import { WireWriter } from '../wire/wireWriter';
import { BROKER, type RequestHandler, throttled } from './requestHandler';

export const metadata: RequestHandler = {
  name: 'Metadata',
  key: 3,
  version: 4,
  handle({ topics }, body, _host, respond) {
    const wanted = body.nullableArray(() => body.string()) ?? topics.names;
    const out = throttled();
    out.array([BROKER], ({ nodeId, host, port }) => out.int32(nodeId).string(host).int32(port).string(null));
    out.string('simulated').int32(BROKER.nodeId);
    out.array(wanted, (topic) => {
      const known = topic in topics.specs;
      out
        .int16(known ? ERRORS.NONE : ERRORS.UNKNOWN_TOPIC_OR_PARTITION)
        .string(topic)
        .int8(0);
      out.array(known ? topics.all(topic).map((_, partition) => partition) : [], (partition) => {
        out.int16(ERRORS.NONE).int32(partition).int32(BROKER.nodeId);
        out.array([BROKER.nodeId], (id) => out.int32(id)).array([BROKER.nodeId], (id) => out.int32(id));
      });
    });
    respond(out);
  },
};

export const findCoordinator: RequestHandler = {
  name: 'FindCoordinator',
  key: 10,
  version: 2,
  handle(_state, _body, _host, respond) {
    const { nodeId, host, port } = BROKER;
    respond(throttled().int16(ERRORS.NONE).string(null).int32(nodeId).string(host).int32(port));
  },
};

/** Says of each handler that its one version is spoken, and no other. */
export function apiVersions(handlers: () => readonly RequestHandler[]): RequestHandler {
  const own: RequestHandler = {
    name: 'ApiVersions',
    key: 18,
    version: 0,
    handle(_state, _body, _host, respond) {
      const out = new WireWriter().int16(ERRORS.NONE);
      respond(
        out.array([...handlers(), own], ({ key, version }) => out.int16(key).int16(version).int16(version)),
      );
    },
  };
  return own;
}
