import { idTableFrom } from './idTableSetting';

describe('how long intake remembers transferIds', () => {
  it('is what the table itself takes where nothing is set', () => {
    expect(idTableFrom({ SLUICE_ID_HORIZON_HOURS: ' ' })).toEqual({ ok: true, value: {} });
  });

  it('is given in hours', () => {
    expect(idTableFrom({ SLUICE_ID_HORIZON_HOURS: '72' })).toEqual({
      ok: true,
      value: { horizonMs: 72 * 3_600_000 },
    });
  });

  it.each(['0', '1.5', 'two days', '-3', '99999'])('is refused where it says %s', (text) => {
    const setting = idTableFrom({ SLUICE_ID_HORIZON_HOURS: text });
    expect(!setting.ok && setting.problem.sentence).toContain(JSON.stringify(text));
  });
});
