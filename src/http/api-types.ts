import type { z } from "zod";
import type { Permission as OnePermission, Role as OneRole } from "../accounts/rules.ts";
import type { session, signInLink } from "./console.ts";
import type { DrawShop as OneDrawShop } from "./drawn-shop.ts";
import type { newSecondStep, ownSession, secondStep } from "./own-account.ts";
import type { ownPasskey } from "./own-passkeys.ts";
import type { auditEntry } from "./merchant/audit.ts";
import type { bulkPreview } from "./merchant/bulk-preview.ts";
import type { bulkChange, bulkJob, notWhole, refusedRow } from "./merchant/bulk.ts";
import type { connection, connectionPreview, connectionTest, places, proofs } from "./merchant/connection.ts";
import type { incident, incidentWhole } from "./merchant/incidents.ts";
import type { linkItem, linkRun, linksApplied } from "./merchant/link-runs.ts";
import type { failure, heldVariation, status } from "./merchant/link.ts";
import type { orderPreview } from "./merchant/order-previews.ts";
import type { jobOutcome, orderJob } from "./merchant/order-jobs.ts";
import type { csvColumns, parcelCheck, shippedFile } from "./merchant/order-files.ts";
import type { papers, paperSettings } from "./merchant/papers.ts";
import type { beside, orderTabs } from "./merchant/order-tabs.ts";
import type { order, orderLogEntry } from "./merchant/orders.ts";
import type { answered, channels, delivery, endpoint, newEndpoint } from "./merchant/outbox.ts";
import type { paymentChoices, paymentMethods } from "./merchant/payment-methods.ts";
import type { plan, planOrder } from "./merchant/plans.ts";
import type { historyEntry, movement, product, variation } from "./merchant/products.ts";
import type {
  difference,
  reconciliation,
  reconciliationWithDifferences,
} from "./merchant/reconciliations.ts";
import type { apiKey, newApiKey, newStaffAccount, signInSettings, staffAccount } from "./merchant/staff.ts";
import type { smaregiProduct, smaregiProducts } from "./merchant/smaregi-products.ts";
import type { buyerRetention, retentionPreview } from "./merchant/buyer-retention.ts";
import type { shopSettings } from "./merchant/shop-settings.ts";
import type { PracticeShelf as OnePracticeShelf } from "./practice.ts";
import type { quantities } from "./schemas.ts";
import type { shop, shopOrder, shopProduct } from "./shop.ts";

/*
 * What the pages read from the server, in its form on the wire: the types of the schemas that answer and document it. The only file
 * of `src/` that `console/`, `shop/`, `practice/` and `ui/` import, and types only.
 */

/** A value after JSON: times are RFC 3339 texts. */
type OverTheWire<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? OverTheWire<Item>[]
    : T extends object
      ? { [Key in keyof T]: OverTheWire<T[Key]> }
      : T;
type Answer<Schema extends z.ZodType> = OverTheWire<z.infer<Schema>>;

/** A page of a list. `nextCursor` is null on the last page. */
export type List<Item> = { items: Item[]; nextCursor: string | null };

export type Role = OneRole;
export type Permission = OnePermission;
export type Session = Answer<typeof session>;
export type OwnSession = Answer<typeof ownSession>;
export type SecondStep = Answer<typeof secondStep>;
export type OwnPasskey = Answer<typeof ownPasskey>;
export type NewSecondStep = Answer<typeof newSecondStep>;
export type SignInLink = Answer<typeof signInLink>;
export type StaffAccount = Answer<typeof staffAccount>;
export type NewStaffAccount = Answer<typeof newStaffAccount>;
export type SignInSettings = Answer<typeof signInSettings>;
export type ApiKey = Answer<typeof apiKey>;
export type NewApiKey = Answer<typeof newApiKey>;
export type AuditEntry = Answer<typeof auditEntry>;

export type Connection = Answer<typeof connection>;
export type Proofs = Answer<typeof proofs>;
export type Places = Answer<typeof places>;
export type ConnectionTest = Answer<typeof connectionTest>;
export type HeldVariation = Answer<typeof heldVariation>;
export type IntegrationLogEntry = Answer<typeof failure>;
export type Status = Answer<typeof status>;

export type Incident = Answer<typeof incident>;
export type IncidentWhole = Answer<typeof incidentWhole>;
export type Delivery = Answer<typeof delivery>;
export type WebhookEndpoint = Answer<typeof endpoint>;
export type NewWebhookEndpoint = Answer<typeof newEndpoint>;
/** A receiver's answer to a trial. */
export type Answered = Answer<typeof answered>;
export type NoticeChannel = Answer<typeof channels>[number];

export type Product = Answer<typeof product>;
export type Variation = Answer<typeof variation>;
export type HistoryEntry = Answer<typeof historyEntry>;
export type Movement = Answer<typeof movement>;
export type BulkJob = Answer<typeof bulkJob>;
export type BulkPreview = Answer<typeof bulkPreview>;
export type RefusedRow = Answer<typeof refusedRow>;
export type NotWhole = Answer<typeof notWhole>;
export type BulkChange = Answer<typeof bulkChange>;

export type Order = Answer<typeof order>;
export type OrderJob = Answer<typeof orderJob>;
export type OrderOutcome = Answer<typeof jobOutcome>;
export type Papers = Answer<typeof papers>;
export type PaperSettings = Answer<typeof paperSettings>;
export type OrderCsvColumn = Answer<typeof csvColumns>[number];
export type ParcelCheck = Answer<typeof parcelCheck>;
export type ShippedFile = Answer<typeof shippedFile>;
export type OrderTabs = Answer<typeof orderTabs>;
export type OrdersBeside = Answer<typeof beside>;
export type OrderLogEntry = Answer<typeof orderLogEntry>;
export type OrderPreview = Answer<typeof orderPreview>;
export type Plan = Answer<typeof plan>;
export type PlanOrder = Answer<typeof planOrder>;

export type Reconciliation = Answer<typeof reconciliation>;
export type ReconciliationWithDifferences = Answer<typeof reconciliationWithDifferences>;
export type Difference = Answer<typeof difference>;

export type Quantities = Answer<typeof quantities>;
export type ConnectionPreview = Answer<typeof connectionPreview>;
export type SmaregiProduct = Answer<typeof smaregiProduct>;
export type SmaregiProducts = Answer<typeof smaregiProducts>;
export type LinkRun = Answer<typeof linkRun>;
export type LinkItem = Answer<typeof linkItem>;
export type LinksApplied = Answer<typeof linksApplied>;

export type BuyerRetention = Answer<typeof buyerRetention>;
export type RetentionPreview = Answer<typeof retentionPreview>;
export type ShopSettings = Answer<typeof shopSettings>;
export type PaymentChoices = Answer<typeof paymentChoices>;
export type PaymentMethods = Answer<typeof paymentMethods>;
export type Shop = Answer<typeof shop>;
export type ShopProduct = Answer<typeof shopProduct>;
export type ShopOrder = Answer<typeof shopOrder>;

export type PracticeShelf = OverTheWire<OnePracticeShelf>;
export type DrawShop = OneDrawShop;
