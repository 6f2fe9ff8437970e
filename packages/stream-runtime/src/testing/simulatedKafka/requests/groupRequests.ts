import { ERRORS } from '../wire/errorCodes';
import { type RequestHandler, throttled } from './requestHandler';

export const joinGroup: RequestHandler = {
  name: 'JoinGroup',
  key: 11,
  version: 5,
  handle(state, body, host, respond) {
    const group = state.group(body.string());
    const sessionTimeoutMs = body.int32();
    const rebalanceTimeoutMs = body.int32();
    const memberId = body.string();
    body.nullableString();
    body.string();
    const protocols = body.array(() => ({ name: body.string(), metadata: body.bytes() }));
    group.join({ memberId, host, sessionTimeoutMs, rebalanceTimeoutMs, protocols }, (joined) => {
      const out = throttled().int16(joined.error).int32(joined.generation).string(joined.protocol);
      out.string(joined.leader).string(joined.memberId);
      respond(
        out.array(joined.members, (member) =>
          out.string(member.memberId).string(null).bytes(member.metadata),
        ),
      );
    });
  },
};

export const syncGroup: RequestHandler = {
  name: 'SyncGroup',
  key: 14,
  version: 3,
  handle(state, body, _host, respond) {
    const group = state.group(body.string());
    const generation = body.int32();
    const memberId = body.string();
    body.nullableString();
    const assignments = new Map(body.array((): [string, Buffer] => [body.string(), body.bytes()]));
    group.sync({ memberId, generation, assignments }, (error, assignment) =>
      respond(throttled().int16(error).bytes(assignment)),
    );
  },
};

export const heartbeat: RequestHandler = {
  name: 'Heartbeat',
  key: 12,
  version: 3,
  handle(state, body, _host, respond) {
    const group = state.findGroup(body.string());
    const generation = body.int32();
    respond(throttled().int16(group?.heartbeat(body.string(), generation) ?? ERRORS.UNKNOWN_MEMBER_ID));
  },
};

export const leaveGroup: RequestHandler = {
  name: 'LeaveGroup',
  key: 13,
  version: 3,
  handle(state, body, _host, respond) {
    const group = state.findGroup(body.string());
    const members = body.array(() => {
      const memberId = body.string();
      body.nullableString();
      return { memberId, error: group?.leave(memberId) ?? ERRORS.UNKNOWN_MEMBER_ID };
    });
    const out = throttled().int16(ERRORS.NONE);
    respond(out.array(members, ({ memberId, error }) => out.string(memberId).string(null).int16(error)));
  },
};

export const deleteGroups: RequestHandler = {
  name: 'DeleteGroups',
  key: 42,
  version: 0,
  handle(state, body, _host, respond) {
    const results = body.array(() => {
      const groupId = body.string();
      const group = state.findGroup(groupId);
      if (group === undefined) return { groupId, error: ERRORS.GROUP_ID_NOT_FOUND };
      if (!group.empty) return { groupId, error: ERRORS.NON_EMPTY_GROUP };
      state.forgetGroup(groupId);
      return { groupId, error: ERRORS.NONE };
    });
    const out = throttled();
    respond(out.array(results, ({ groupId, error }) => out.string(groupId).int16(error)));
  },
};
