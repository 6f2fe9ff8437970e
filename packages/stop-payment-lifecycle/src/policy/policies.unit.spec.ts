import { endOf } from './duration';
import { basisOf, chooseBasis } from './legalBasis';
import { cnPack } from './packs/cn';
import { genericPack } from './packs/generic';
import { ukPack } from './packs/uk';
import { parsePolicyPack } from './parsePolicyPack';
import { POLICY_NAMES, policyNamed } from './policies';
import type { OpeningAction, OrderingCause, PolicyPack } from './policyPack';

const NOW = Date.UTC(2026, 2, 2, 10);
const DAY = 86_400_000;

function packNamed(name: string): PolicyPack {
  const pack = policyNamed(name);
  if (!pack.ok) throw new Error(pack.problem.sentence);
  return pack.value;
}

function codeOf(
  policy: PolicyPack,
  cause: OrderingCause,
  action: OpeningAction,
  named: string | null = null,
) {
  const basis = chooseBasis(policy, { cause, action, named, now: NOW });
  return basis.ok ? basis.value.code : basis.problem.code;
}

describe('every policy pack', () => {
  it.each(POLICY_NAMES)('%s is well formed and backs what models need', (name) => {
    const pack = packNamed(name);
    for (const action of ['HOLD_TRANSFER', 'FREEZE_AMOUNT', 'RECALL_TRANSFER'] as const) {
      const basis = chooseBasis(pack, { cause: 'DECISION', action, named: null, now: NOW });
      expect(basis.ok && basis.value.ownDuty).toBe(true);
    }
  });

  it('is found in any case, and an unknown one is named together with those that exist', () => {
    expect(packNamed(' cn ').name).toBe('CN');
    const unknown = policyNamed('FR');
    expect(unknown.ok ? '' : unknown.problem.sentence).toContain('GENERIC, CN, UK, SG, IN, AU');
  });
});

describe('the legal basis of a stop', () => {
  it.each([
    ['GENERIC', 'DECISION', 'HOLD_TRANSFER', 'GENERIC-HOLD'],
    ['GENERIC', 'POLICE_ORDER', 'FREEZE_AMOUNT', 'GENERIC-AUTHORITY'],
    ['CN', 'DECISION', 'HOLD_TRANSFER', 'CN-ATOFL-18'],
    ['CN', 'DECISION', 'FREEZE_AMOUNT', 'CN-ATOFL-18'],
    ['CN', 'POLICE_ORDER', 'FREEZE_AMOUNT', 'CN-QUICK-FREEZE'],
    ['UK', 'DECISION', 'HOLD_TRANSFER', 'UK-PSR-2024'],
    ['UK', 'DECISION', 'FREEZE_AMOUNT', 'UK-POCA'],
    ['UK', 'COURT_ORDER', 'FREEZE_AMOUNT', 'UK-POCA-AFO'],
    ['IN', 'POLICE_ORDER', 'FREEZE_AMOUNT', 'IN-CFCFRMS'],
    ['SG', 'DECISION', 'HOLD_TRANSFER', 'GENERIC-HOLD'],
    ['AU', 'DECISION', 'HOLD_TRANSFER', 'GENERIC-HOLD'],
  ] as const)('in %s of a %s to %s is %s', (name, cause, action, code) => {
    expect(codeOf(packNamed(name), cause, action)).toBe(code);
  });

  it('that an authority alone may use is never open to a model', () => {
    expect(codeOf(cnPack, 'DECISION', 'FREEZE_AMOUNT', 'CN-QUICK-FREEZE')).toBe('NOT_ENTITLED');
    const asIfOwn = {
      ...cnPack,
      bases: cnPack.bases.map((basis) =>
        basis.code === 'CN-QUICK-FREEZE' ? { ...basis, mayOrder: ['DECISION' as const] } : basis,
      ),
    };
    const parsed = parsePolicyPack(asIfOwn);
    expect(parsed.ok ? '' : parsed.problem.sentence).toContain("authority's power");
  });

  it('of the emergency stop covers a whole account, so no single amount', () => {
    expect(codeOf(cnPack, 'POLICE_ORDER', 'FREEZE_AMOUNT', 'CN-EMERGENCY-STOP')).toBe('BASIS_DOES_NOT_COVER');
  });

  it('that is not in force is refused', () => {
    expect(codeOf(packNamed('AU'), 'DECISION', 'HOLD_TRANSFER', 'AU-SPF')).toBe('BASIS_NOT_IN_FORCE');
    expect(codeOf(packNamed('UK'), 'DECISION', 'HOLD_TRANSFER', 'FR-X')).toBe('BASIS_UNKNOWN');
  });
});

describe('how long a stop may last', () => {
  const delay = basisOf(ukPack, 'UK-PSR-2024')!.duration;
  it.each([
    ['Monday', Date.UTC(2026, 2, 2, 10), Date.UTC(2026, 2, 6, 23)],
    ['Thursday, past the weekend', Date.UTC(2026, 2, 5, 10), Date.UTC(2026, 2, 11, 23)],
    ['Saturday', Date.UTC(2026, 2, 7, 10), Date.UTC(2026, 2, 12, 23)],
  ])('in the UK for an order of a %s is the end of the 4th business day', (_, from, end) => {
    expect(endOf(delay, from)).toBe(end);
  });

  it("under the bank's own terms is 24 hours", () => {
    expect(endOf(basisOf(genericPack, 'GENERIC-HOLD')!.duration, NOW)).toBe(NOW + DAY);
  });

  it("under Singapore's restriction order is 30 days, extended at most five times", () => {
    const order = basisOf(packNamed('SG'), 'SG-PSA-2025')!;
    expect([endOf(order.duration, NOW), order.renewals.max]).toEqual([NOW + 30 * DAY, 5]);
  });
});

describe('a policy pack that does not hold together', () => {
  it.each([
    ['a default that it does not hold', { ...genericPack, bases: genericPack.bases.slice(0, 2) }],
    ['two bases of one code', { ...genericPack, bases: [...genericPack.bases, genericPack.bases[0]] }],
    ['a misspelt field', { ...genericPack, warnBefore: 1 }],
    ['a basis without an end', { ...genericPack, bases: [{ ...genericPack.bases[0], duration: null }] }],
  ])('with %s is refused', (_, pack) => {
    const parsed = parsePolicyPack(pack);
    expect(parsed.ok ? null : parsed.problem.code).toBe('POLICY_INVALID');
  });
});
