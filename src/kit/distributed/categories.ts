import type { Tables } from "../tables.ts";

/**
 * Where the rows of a table are once the database is distributed. `distributed`: all rows of one merchant on one machine.
 * `reference`: a full copy on every machine, because the rows are unique across merchants or belong to all of them. `local`: on
 * the coordinator.
 */
export type Category = "distributed" | "reference" | "local";

/** For every table, including old ones that a migration keeps for one release. */
export const categories = {
  merchants: "reference",
  connections: "reference",
  contractProofs: "reference",

  // A person, a link or a key is looked up before its merchant is known.
  accounts: "local",
  sessions: "local",
  recoveryCodes: "local",
  passkeys: "local",
  passkeyChallenges: "local",
  signInLinks: "local",
  knownDevices: "local",
  accountMails: "local",
  apiKeys: "local",
  proofAttempts: "local",

  // Belongs to a contract, to an address, or to the operator.
  notifications: "local",
  smaregiPace: "local",
  smaregiPauses: "local",
  signInAttempts: "local",
  orderCounts: "local",
  lastDone: "local",
  sealing: "local",
  operatorIncidents: "local",

  counters: "distributed",
  products: "distributed",
  variations: "distributed",
  movements: "distributed",
  productSearch: "distributed",
  productEvents: "distributed",
  orders: "distributed",
  orderLines: "distributed",
  orderSearch: "distributed",
  orderSearches: "distributed",
  orderLog: "distributed",
  paperSettings: "distributed",
  orderJobs: "distributed",
  orderJobItems: "distributed",
  idempotencyKeys: "distributed",
  transactions: "distributed",
  transactionStock: "distributed",
  operationsBefore: "distributed",
  operationStockBefore: "distributed",
  signals: "distributed",
  syncLatencies: "distributed",
  integrationLog: "distributed",
  bulkJobs: "distributed",
  bulkJobChunks: "distributed",
  bulkMappings: "distributed",
  bulkJobErrors: "distributed",
  bulkJobChanges: "distributed",
  bulkJobCodes: "distributed",
  bulkJobPairs: "distributed",
  bulkJobLinks: "distributed",
  heldZeros: "distributed",
  absentProducts: "distributed",
  checkFinds: "distributed",
  plans: "distributed",
  planOrders: "distributed",
  reconciliations: "distributed",
  differences: "distributed",
  smaregiCatalogs: "distributed",
  smaregiProducts: "distributed",
  smaregiProductAsks: "distributed",
  linkRuns: "distributed",
  linkItems: "distributed",
  outbox: "distributed",
  outboxHeads: "distributed",
  receivers: "distributed",
  deliveries: "distributed",
  incidents: "distributed",
  connectionPreviews: "distributed",
  auditLog: "distributed",
} satisfies Record<keyof Tables | "operationsBefore" | "operationStockBefore", Category>;

/** The tables of a category, by their database names. */
export const tablesOf = (category: Category): string[] =>
  Object.entries(categories)
    .filter(([, its]) => its === category)
    .map(([name]) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
