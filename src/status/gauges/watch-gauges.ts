import { Gauge, type Registry } from "prom-client";
import type { Context } from "../../context.ts";
import { causes as incidentCauses } from "../../facts/incidents.ts";
import { operatorCauses } from "../../facts/operator.ts";
import { packageVersion } from "../../kit/package-root.ts";
import { readOperatorIncidents } from "../../operator/store.ts";
import { causes as differenceCauses } from "../../reconcile/causes/rules.ts";
import { whyNotReady } from "../why-not-ready.ts";
import { readDifferences, readIncidentAges, readWaiting, type Waiting } from "./store.ts";

/** The gauges whose names others rely on come first. An unknown gauge has no sample. */
const gauges: Record<keyof Waiting, { name: string; help: string }> = {
  pendingOrders: {
    name: "musubi_pending_orders",
    help: "Orders on their way to Smaregi, that go on by themselves",
  },
  oldestPending: { name: "musubi_oldest_pending_seconds", help: "Age of the oldest of them" },
  overdueOrder: {
    name: "musubi_overdue_order_seconds",
    help: "How long the order that has been due longest is due, where calls may be made: nobody works at it",
  },
  waitingSignals: { name: "musubi_waiting_signals", help: "Smaregi products that wait to be read" },
  oldestSignal: { name: "musubi_oldest_signal_seconds", help: "Age of the oldest of them" },
  overdueSignal: {
    name: "musubi_overdue_signal_seconds",
    help: "How long the Smaregi product that has been due longest is due, where calls may be made",
  },
  openFailures: { name: "musubi_open_failures", help: "Failures that nobody has repaired yet" },
  sweepAge: {
    name: "musubi_last_sweep_age_seconds",
    help: "Since a worker last made the minute's sweep to its end",
  },
  waitingFiles: { name: "musubi_waiting_files", help: "Files that wait or are worked through" },
  oldestFile: { name: "musubi_oldest_file_seconds", help: "Age of the oldest of them" },
  oldestCheck: {
    name: "musubi_oldest_check_seconds",
    help: "Age of the oldest 差異チェック that waits or runs",
  },
  waitingDeliveries: { name: "musubi_waiting_deliveries", help: "Events and notices that are not sent yet" },
  oldestDelivery: { name: "musubi_oldest_delivery_seconds", help: "Age of the oldest of them" },
  openIncidents: { name: "musubi_open_incidents", help: "Incidents that are not over" },
  pauses: { name: "musubi_paused_contracts", help: "Contracts whose Smaregi does not answer" },
  heldProducts: { name: "musubi_held_products", help: "Products whose fall to 0 waits for an answer" },
  receiversOff: { name: "musubi_receivers_off", help: "Receivers of events that were switched off as dead" },
  queuedJobs: { name: "musubi_queued_jobs", help: "Jobs that are due and wait for a worker" },
  clockAhead: {
    name: "musubi_smaregi_clock_offset_seconds",
    help: "The largest difference between Smaregi's clock and ours",
  },
  databaseAhead: {
    name: "musubi_database_clock_offset_seconds",
    help: "How far the database's clock is ahead of this machine's",
  },
  catchUpAge: {
    name: "musubi_oldest_catch_up_seconds",
    help: "Since the live link that waits longest last looked for changes that nothing told of",
  },
  reconciliationAge: {
    name: "musubi_last_reconciliation_age_seconds",
    help: "Since any 差異チェック last ended well",
  },
  differences: {
    name: "musubi_differences",
    help: "Differences that the 差異チェック of the last day found",
  },
};

/** One look at the database serves all gauges of a scrape, and of scrapes shortly after it. */
const freshForMs = 2_000;

/** Registers the gauges of what waits, and of this process's connections and build. They are read only when they are asked for. */
export function watchGauges(ctx: Context): void {
  let look: { at: number; waiting: Promise<Waiting | undefined> } | undefined;
  const waitingNow = () => {
    if (look === undefined || performance.now() - look.at > freshForMs) {
      const waiting = readWaiting(ctx.db).catch((error: unknown) => {
        ctx.log.warn({ err: error }, "what waits could not be counted");
        return undefined;
      });
      look = { at: performance.now(), waiting };
    }
    return look.waiting;
  };
  const { registry } = ctx.metrics;
  // Each is registered below, not in the library's global registry.
  const registers: Registry[] = [];
  for (const [key, { name, help }] of Object.entries(gauges) as [
    keyof Waiting,
    { name: string; help: string },
  ][])
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          const value = (await waitingNow())?.[key] ?? null;
          // No value is better than an old one: an alert sees that it is absent.
          if (value === null) this.remove();
          else this.set(value);
        },
      }),
    );
  /** A gauge with one label, without values while the database is away. */
  const byCause = (
    gauge: { name: string; help: string },
    causes: readonly string[],
    read: () => Promise<Map<string, number>>,
  ) =>
    registry.registerMetric(
      new Gauge({
        ...gauge,
        labelNames: ["cause"],
        registers,
        async collect() {
          this.reset();
          const known = await read().catch(() => null);
          if (known === null) return;
          for (const cause of causes) this.set({ cause }, known.get(cause) ?? 0);
        },
      }),
    );
  byCause(
    {
      name: "musubi_oldest_incident_seconds",
      help: "Age of the oldest open incident, 0 where there is none",
    },
    incidentCauses,
    async () => new Map((await readIncidentAges(ctx.db)).map(({ cause, seconds }) => [cause, seconds])),
  );
  byCause(
    {
      name: "musubi_differences_by_cause",
      help: "Differences that the 差異チェック of the last day found, by cause",
    },
    differenceCauses,
    async () => new Map((await readDifferences(ctx.db)).map(({ cause, count }) => [cause, count])),
  );
  byCause(
    { name: "musubi_operator_incidents", help: "1 while this is wrong with the operation itself" },
    operatorCauses,
    async () => new Map((await readOperatorIncidents(ctx.db)).map(({ cause }) => [cause, 1])),
  );
  registry.registerMetric(
    new Gauge({
      name: "musubi_ready",
      help: "1 where /readyz says that it is ready",
      registers,
      async collect() {
        this.set((await whyNotReady(ctx)) === null ? 1 : 0);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: "musubi_database_connections",
      help: "Connections of this process to the database, by what they do",
      labelNames: ["state"],
      registers,
      collect() {
        const { totalCount, idleCount, waitingCount } = ctx.pool;
        this.set({ state: "busy" }, totalCount - idleCount);
        this.set({ state: "idle" }, idleCount);
        this.set({ state: "waitedFor" }, waitingCount);
      },
    }),
  );
  const build = new Gauge({
    name: "musubi_build_info",
    help: "1; the labels say what runs",
    labelNames: ["version", "node", "role"],
    registers,
  });
  build.set({ version: packageVersion, node: process.version, role: ctx.settings.role }, 1);
  registry.registerMetric(build);
}
