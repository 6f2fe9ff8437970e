/** Public texts that the rules take their indicators from, named once. */
export const SOURCES = {
  psd2Monitoring:
    'Commission Delegated Regulation (EU) 2018/389 (strong customer authentication), art. 2 and 18: amount, spending pattern, session and device',
  ukAppScams: 'UK Finance, Annual Fraud Report: authorised push payment scams by type',
  confirmationOfPayee: 'UK PSR Specific Directions 10 and 17: Confirmation of Payee',
  ukMules: 'UK Finance and Cifas: money mule indicators',
  fatfVirtualAssets: 'FATF, Virtual Assets: Red Flag Indicators (September 2020)',
  fatfProfessional:
    'FATF, Professional Money Laundering (July 2018): mule networks and pass-through accounts',
  pbocAbnormal:
    'PBoC notice 261 of 2016 and Anti-Telecom and Online Fraud Law of 2022, art. 18: abnormal accounts and payments',
  rbiMules: 'RBI Innovation Hub, MuleHunter: published behaviour patterns of mule accounts',
  watchlist: "the bank's own watchlist and shared lists of known bad accounts, devices, addresses and phones",
  friction: "fraud desks' practice: what speaks against fraud and cuts friction",
} as const;
