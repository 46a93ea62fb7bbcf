import { z } from "zod";

const count = z.number().int().min(0);
const waitMs = z.number().min(0).max(600_000);

/**
 * What is unknown of the real Smaregi, or can go wrong with it: each a switch, with what is most likely as default.
 * docs/sandbox.md lists them for users.
 */
const switchesSchema = z.strictObject({
  // Calls per contract and second, a bucket of one second's worth; 0: no limit.
  readsPerSecond: z.number().min(0).default(10),
  writesPerSecond: z.number().min(0).default(4),
  // Seconds in `Retry-After` of a 429; false: no such header.
  retryAfter: z.union([count, z.literal(false)]).default(1),
  rateBody: z.enum(["json", "text"]).default("json"),
  tokenSeconds: z.number().min(0).default(3600),
  tokenErrorShape: z.enum(["oauth", "problem"]).default("oauth"),
  // Scopes that tokens silently lack.
  droppedScopes: z.array(z.string()).default([]),
  contractMismatchStatus: z.literal([403, 401, 404]).default(403),
  linkHeader: z.boolean().default(true),
  // Rows that lists give with other values than they have, by the call and the ID of what the row tells of.
  oddRows: z
    .array(z.strictObject({ call: z.string(), id: z.string(), fields: z.record(z.string(), z.unknown()) }))
    .default([]),
  // Rows that are left out of a page once it is cut, so that it is shorter than those around it.
  leftOutRows: z.array(z.strictObject({ call: z.string(), id: z.string() })).default([]),
  // Rows that make each list that would hold one of them fail with 500.
  failingRows: z.array(z.strictObject({ call: z.string(), id: z.string() })).default([]),
  // A list of more rows a page is answered by a gateway, with 504; null: none is.
  longestPage: z.number().int().min(1).max(1000).nullable().default(null),
  // Rows a page at most, whatever limit is asked for; null: as asked.
  pageLimit: z.number().int().min(1).max(1000).nullable().default(null),
  // Rows a page of products at most where `with_...` brings along what hangs on them; more are refused.
  besideLimit: z.literal([1000, 100]).default(1000),
  // Whether `store_id` and `product_id` of `GET /stock`, and `transaction_uuid` of `GET /transactions`, are minded.
  filters: z.enum(["minded", "ignored"]).default("minded"),
  // A name in `fields=` that no row has.
  unknownField: z.union([z.literal("ignored"), z.literal(400)]).default("ignored"),
  // Whether `GET /products?product_id=` is a filter, or refused as an unknown word.
  productIdFilter: z.boolean().default(false),
  // Whether a product that takes its tax from its 部門 is answered with the 部門's, or with its own.
  categoryTaxResolved: z.boolean().default(true),
  // What `bulk-update` and `bulk-deleted` of products name.
  bulkIds: z.enum(["all", "first100", "none"]).default("all"),
  // A sale that takes stock out of its range. Stock that is written over the API is always refused there.
  overRangeStock: z.enum(["none", "refuse", "clamp"]).default("none"),
  unknownProductStock: z.literal(["empty", 404, 400]).default("empty"),
  numbersAccepted: z.boolean().default(false),
  // Whether `depositOthers` is a list as in the answers: the form of the request is inferred from them.
  depositOthersRequest: z.enum(["list", "refused"]).default("list"),
  duplicateKey: z.enum(["refuse", "accept"]).default("refuse"),
  totalChecked: z.boolean().default(true),
  // Stock moves so long after a transaction was answered.
  stockDelayMs: waitMs.default(0),
  notifications: z.enum(["deliver", "drop"]).default("deliver"),
  notificationDelayMs: waitMs.default(0),
  // One notification an ID instead of one for all.
  notificationPerId: z.boolean().default(false),
  // A store ID to put into notifications instead of the right one.
  notificationStoreId: z.string().nullable().default(null),
  // So many copies beside the first.
  duplicateNotifications: count.max(100).default(0),
  // Notifications are held so long, and then sent in another order than they came.
  reorderNotificationsMs: waitMs.default(0),
  // Every so-manieth notification is lost; 0: none.
  dropEveryNth: count.default(0),
  webhookHeader: z.enum(["correct", "missing", "wrong"]).default("correct"),
  // Whether 利用者通知 carry the secret header, too.
  subscriptionHeader: z.enum(["sent", "absent"]).default("sent"),
  // How a user's token may be asked whose it is, and a contract to tell instead of the right one.
  userinfoMethods: z.array(z.enum(["POST", "GET"])).default(["POST", "GET"]),
  userinfoContractId: z.string().nullable().default(null),
  webhookContractId: z.string().nullable().default(null),
  // What a second cancellation is answered.
  secondCancel: z.literal([400, 200]).default(400),
  closedSaleCancel: z.literal([200, 400]).default(200),
  // Kind of stock change that a cancellation writes: 02 sale, or 12 return.
  cancelDivisionCode: z.enum(["02", "12"]).default("02"),
  // So far Smaregi's clock is ahead of this machine's; negative: behind.
  clockOffsetMs: z.number().int().min(-86_400_000).max(86_400_000).default(0),
  maintenance: z.enum(["off", "problem503", "html503", "reset", "hang"]).default("off"),
  latencyMs: waitMs.default(0),
  // Calls that are answered, and do what they do, only when they are named here no more.
  heldCalls: z.array(z.string()).default([]),
});

export type Switches = z.output<typeof switchesSchema>;

/** The switches as they stand at the start. */
export const defaultSwitches = (): Switches => switchesSchema.parse({});

/** The switches that a patch names, and nothing of their defaults; or what is wrong with it. */
export function readSwitches(patch: object): Partial<Switches> | string {
  const read = switchesSchema.safeParse(patch);
  if (!read.success) {
    return read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  }
  return Object.fromEntries(Object.entries(read.data).filter(([name]) => name in patch));
}
