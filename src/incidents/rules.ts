import type { Cause } from "../facts/incidents.ts";
import { quietUntil } from "../outbox/receivers/rules.ts";

/** Open entries of スマレジ連携ログ that are alike: what they met, and how many orders and variations they are about. */
export type OpenFailures = {
  call: "stockList" | "transactionRegister" | "transactionCancel";
  kind: string;
  status: number | null;
  since: Date;
  orders: number;
  variations: number;
};

/** What is wrong now, for one cause. */
export type Trouble = { cause: Cause; scope: string; since: Date; orders: number; variations: number };

const byKind: Record<string, Cause> = {
  maintenance: "smaregi_down",
  silent: "smaregi_down",
  unreachable: "smaregi_down",
  timedOut: "smaregi_down",
  dropped: "smaregi_down",
  unreadable: "smaregi_down",
  endlessList: "smaregi_down",
  tokenUnreadable: "smaregi_down",
  notRegistered: "smaregi_down",
  notCancelled: "smaregi_down",
  notLooked: "smaregi_down",
  noCredentials: "credentials",
  tokenRefused: "credentials",
  tokenTooMany: "rate_limited",
  productGone: "product_gone",
  leftOut: "product_gone",
  storeUnlisted: "store_gone",
  storeUnsure: "store_gone",
  ownStoreUnlisted: "store_gone",
  heldGone: "stock_mass_zero",
  heldNoRows: "stock_mass_zero",
  heldStoreChanged: "stock_mass_zero",
  changedWhileOff: "order_behind",
  cancelledAtTill: "order_behind",
  transactionGone: "order_behind",
  otherContract: "order_behind",
  standsUnknown: "order_behind",
  modeChanged: "order_behind",
};

/**
 * Returns the cause behind a failed call: by the meaning of Smaregi's status, or else by what was recorded, or else by what was
 * asked.
 */
export function causeOf({ call, kind, status }: Pick<OpenFailures, "call" | "kind" | "status">): Cause {
  // A gateway's status says nothing about Smaregi.
  if (kind === "foreignAnswer") return "smaregi_down";
  if (status !== null && status >= 500) return "smaregi_down";
  if (status === 429) return "rate_limited";
  if (status === 401) return "credentials";
  if (status === 403) return "scope_missing";
  return byKind[kind] ?? (call === "stockList" ? "stock_unread" : "order_refused");
}

/** Turns open failures into troubles, one per cause. */
export function troublesOf(open: OpenFailures[]): Trouble[] {
  const byCause = new Map<Cause, Trouble>();
  for (const each of open) {
    const cause = causeOf(each);
    const known = byCause.get(cause);
    byCause.set(cause, {
      cause,
      scope: "",
      since: known === undefined || each.since < known.since ? each.since : known.since,
      orders: (known?.orders ?? 0) + each.orders,
      variations: (known?.variations ?? 0) + each.variations,
    });
  }
  return [...byCause.values()];
}

/** Seconds that a cause must last before people are told: what heals at once is no incident. */
const opensAfter: Record<Cause, number> = {
  smaregi_down: 300,
  credentials: 30,
  scope_missing: 30,
  contract_ended: 0,
  store_gone: 30,
  rate_limited: 300,
  product_gone: 60,
  order_refused: 30,
  order_behind: 60,
  stock_mass_zero: 0,
  stock_unread: 60,
  webhook_silent: 0,
  delivery_failed: 0,
  check_missed: 3_600,
};

/** True for what keeps the shop from selling or its orders from the till: people are told at once, in quiet hours, too. */
export const isUrgent = (cause: Cause): boolean => ["stock_mass_zero", "contract_ended"].includes(cause);

/** People are told of a lasting incident again after so many hours. */
const remindAfterHours = [4, 24];
/** No reminders at night (in Japan): they come in the morning instead. */
const night = { from: "22:00", until: "08:00" };

/** When people are told again of an incident that goes on; null if they are not told any more. */
export function remindAt({ remindFrom, reminded }: Pick<Incident, "remindFrom" | "reminded">): Date | null {
  const hours = remindAfterHours[reminded];
  if (remindFrom === null || hours === undefined) return null;
  const at = new Date(remindFrom.getTime() + hours * 3_600_000);
  return quietUntil(at, night) ?? at;
}

/** An incident that comes back within this time is the same one, and is not told of again. */
export const sameWithinMs = 3_600_000;

export type Incident = Omit<Trouble, "since"> & {
  id: string;
  state: "brewing" | "open" | "closed";
  since: Date;
  wellSince: Date | null;
  closedAt: Date | null;
  told: boolean;
  /** The start for counting reminders: its opening, or the time it came back. */
  remindFrom: Date | null;
  reminded: number;
};

/** The next state of an incident. `tell`: what others are told of it. */
export type Step = { id: string | null; trouble: Pick<Trouble, "cause" | "scope"> } & (
  | { kind: "begin"; since: Date; orders: number; variations: number; isOpen: boolean; tell: "opened" | null }
  | { kind: "open"; orders: number; variations: number; tell: "opened" }
  | { kind: "reopen"; orders: number; variations: number; tell: null }
  | { kind: "remind"; orders: number; variations: number; reminded: number; tell: "updated" }
  | { kind: "forget"; tell: null }
  | { kind: "goOn"; orders: number; variations: number; tell: null }
  | { kind: "well"; tell: null }
  | { kind: "close"; tell: "closed" | null }
);

type Waits = { now: Date; openAfterSeconds: number | undefined; closeAfterSeconds: number };

const keyOf = ({ cause, scope }: Pick<Trouble, "cause" | "scope">): string => `${cause} ${scope}`;

/**
 * The life of incidents (P9): from what is wrong now and what is known, decides what each incident becomes and when to look again. It
 * opens after its cause's wait, and closes after `closeAfterSeconds` without trouble; if it is well again before it was opened, there
 * was no incident. People are told of a lasting one again (`remindAt`). `known`: the live ones, and those closed within
 * `sameWithinMs`.
 */
export function decide(
  troubles: Trouble[],
  known: Incident[],
  { now, openAfterSeconds, closeAfterSeconds }: Waits,
): { steps: Step[]; lookAt: Map<string, Date> } {
  const steps: Step[] = [];
  const lookAt = new Map<string, Date>();
  const wait = ({ cause }: Pick<Trouble, "cause">) => (openAfterSeconds ?? opensAfter[cause]) * 1_000;
  const later = (trouble: Pick<Trouble, "cause" | "scope">, from: Date, ms: number): boolean => {
    const at = new Date(from.getTime() + ms);
    if (at <= now) return false;
    lookAt.set(keyOf(trouble), at);
    return true;
  };
  const left = new Map(troubles.map((trouble) => [keyOf(trouble), trouble]));
  for (const incident of known) {
    const { id, cause, scope, state } = incident;
    const trouble = left.get(keyOf(incident));
    const own = { id, trouble: { cause, scope } };
    if (trouble === undefined) {
      if (state === "closed") continue;
      if (state === "brewing") steps.push({ ...own, kind: "forget", tell: null });
      else if (incident.wellSince === null) {
        // If there is nothing to wait for, it is over at once.
        if (later(incident, now, closeAfterSeconds * 1_000)) steps.push({ ...own, kind: "well", tell: null });
        else steps.push({ ...own, kind: "close", tell: incident.told ? "closed" : null });
      } else if (!later(incident, incident.wellSince, closeAfterSeconds * 1_000))
        steps.push({ ...own, kind: "close", tell: incident.told ? "closed" : null });
      continue;
    }
    left.delete(keyOf(incident));
    const counts = {
      orders: Math.max(incident.orders, trouble.orders),
      variations: Math.max(incident.variations, trouble.variations),
    };
    if (state === "closed") steps.push({ ...own, ...counts, kind: "reopen", tell: null });
    else if (state === "open") {
      const due = remindAt(incident);
      if (due !== null && due <= now) {
        const reminded = incident.reminded + 1;
        const next = remindAt({ ...incident, reminded });
        if (next !== null) lookAt.set(keyOf(incident), next);
        steps.push({ ...own, ...counts, kind: "remind", reminded, tell: "updated" });
        continue;
      }
      if (due !== null) lookAt.set(keyOf(incident), due);
      const isSame = counts.orders === incident.orders && counts.variations === incident.variations;
      if (!isSame || incident.wellSince !== null) steps.push({ ...own, ...counts, kind: "goOn", tell: null });
    } else if (later(incident, incident.since, wait(incident)))
      steps.push({ ...own, ...counts, kind: "goOn", tell: null });
    else steps.push({ ...own, ...counts, kind: "open", tell: "opened" });
  }
  for (const trouble of left.values()) {
    const { cause, scope, orders, variations } = trouble;
    // A clock that was set back must not keep it from opening.
    const since = trouble.since < now ? trouble.since : now;
    const isOpen = !later(trouble, since, wait(trouble));
    const tell = isOpen ? "opened" : null;
    steps.push({
      id: null,
      trouble: { cause, scope },
      kind: "begin",
      since,
      orders,
      variations,
      isOpen,
      tell,
    });
  }
  return { steps, lookAt };
}
