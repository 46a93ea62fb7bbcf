import { z } from "zod";

const count = z.number().int().min(0);
const waitMs = z.number().min(0).max(600_000);

/**
 * What we do not know about the real Smaregi, or what can go wrong with it: each is a switch, with the most likely behaviour as its
 * default. docs/sandbox.md lists them for users.
 */
const switchesSchema = z.strictObject({
  // Calls per contract and second, with a bucket for one second; 0: no limit.
  readsPerSecond: z.number().min(0).default(10),
  writesPerSecond: z.number().min(0).default(4),
  // Seconds in `Retry-After` of a 429; false: no such header.
  retryAfter: z.union([count, z.literal(false)]).default(1),
  rateBody: z.enum(["json", "text"]).default("json"),
  tokenSeconds: z.number().min(0).default(3600),
  tokenErrorShape: z.enum(["oauth", "problem"]).default("oauth"),
  // Scopes that tokens silently don't get.
  droppedScopes: z.array(z.string()).default([]),
  contractMismatchStatus: z.literal([403, 401, 404]).default(403),
  linkHeader: z.boolean().default(true),
  // Rows that lists show with other values than the stored ones, by the call and the row's ID.
  oddRows: z
    .array(z.strictObject({ call: z.string(), id: z.string(), fields: z.record(z.string(), z.unknown()) }))
    .default([]),
  // Rows that are left out of a page after it is cut, so that it is shorter than the pages around it.
  leftOutRows: z.array(z.strictObject({ call: z.string(), id: z.string() })).default([]),
  // Rows that make each list that contains one of them fail with 500.
  failingRows: z.array(z.strictObject({ call: z.string(), id: z.string() })).default([]),
  // If a list has more rows per page, a gateway answers it with 504; null: no gateway.
  longestPage: z.number().int().min(1).max(1000).nullable().default(null),
  // The most rows per page, whatever limit is requested; null: as requested.
  pageLimit: z.number().int().min(1).max(1000).nullable().default(null),
  // The most rows per page of products if `with_...` asks for their nested records; a request for more is refused.
  besideLimit: z.literal([1000, 100]).default(1000),
  // Says if `store_id` and `product_id` of `GET /stock`, and `transaction_uuid` of `GET /transactions`, have an effect.
  filters: z.enum(["minded", "ignored"]).default("minded"),
  // The answer to a name in `fields=` that no row has.
  unknownField: z.union([z.literal("ignored"), z.literal(400)]).default("ignored"),
  // True if `GET /products?product_id=` is a filter; otherwise it is refused as an unknown word.
  productIdFilter: z.boolean().default(false),
  // True if a product that takes its tax from its 部門 is answered with the tax of the 部門; otherwise with its own.
  categoryTaxResolved: z.boolean().default(true),
  // The IDs that `bulk-update` and `bulk-deleted` of products name.
  bulkIds: z.enum(["all", "first100", "none"]).default("all"),
  // What happens to a sale that takes stock out of its range. Stock that is written over the API is always refused there.
  overRangeStock: z.enum(["none", "refuse", "clamp"]).default("none"),
  unknownProductStock: z.literal(["empty", 404, 400]).default("empty"),
  numbersAccepted: z.boolean().default(false),
  // Says if `depositOthers` is accepted as a list, as in the answers: the request's form is only inferred from them.
  depositOthersRequest: z.enum(["list", "refused"]).default("list"),
  duplicateKey: z.enum(["refuse", "accept"]).default("refuse"),
  totalChecked: z.boolean().default(true),
  // How long after the answer to a transaction its stock moves.
  stockDelayMs: waitMs.default(0),
  notifications: z.enum(["deliver", "drop"]).default("deliver"),
  notificationDelayMs: waitMs.default(0),
  // True: one notification per ID instead of one for all.
  notificationPerId: z.boolean().default(false),
  // A store ID to put into notifications instead of the right one.
  notificationStoreId: z.string().nullable().default(null),
  // The number of copies in addition to the first one.
  duplicateNotifications: count.max(100).default(0),
  // How long notifications are held before they are sent in another order than they came.
  reorderNotificationsMs: waitMs.default(0),
  // Every n-th notification is lost; 0: none.
  dropEveryNth: count.default(0),
  webhookHeader: z.enum(["correct", "missing", "wrong"]).default("correct"),
  // Says if 利用者通知 also have the secret header.
  subscriptionHeader: z.enum(["sent", "absent"]).default("sent"),
  // The methods that may ask whose a user's token is, and a contract to answer instead of the right one.
  userinfoMethods: z.array(z.enum(["POST", "GET"])).default(["POST", "GET"]),
  userinfoContractId: z.string().nullable().default(null),
  webhookContractId: z.string().nullable().default(null),
  // The status that a second cancellation is answered with.
  secondCancel: z.literal([400, 200]).default(400),
  closedSaleCancel: z.literal([200, 400]).default(200),
  // The kind of stock change that a cancellation writes: 02 sale, or 12 return.
  cancelDivisionCode: z.enum(["02", "12"]).default("02"),
  // How far Smaregi's clock is ahead of this machine's; negative: behind.
  clockOffsetMs: z.number().int().min(-86_400_000).max(86_400_000).default(0),
  maintenance: z.enum(["off", "problem503", "html503", "reset", "hang"]).default("off"),
  latencyMs: waitMs.default(0),
  // Calls that wait, unanswered and without any effect, until they are no longer named here.
  heldCalls: z.array(z.string()).default([]),
});

export type Switches = z.output<typeof switchesSchema>;

/** The switches at the start. */
export const defaultSwitches = (): Switches => switchesSchema.parse({});

/** The switches that a patch names, without defaults; or what is wrong with it. */
export function readSwitches(patch: object): Partial<Switches> | string {
  const read = switchesSchema.safeParse(patch);
  if (!read.success) {
    return read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  }
  return Object.fromEntries(Object.entries(read.data).filter(([name]) => name in patch));
}
