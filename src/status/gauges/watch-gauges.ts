import { Gauge, type Registry } from "prom-client";
import type { Context } from "../../context.ts";
import { operatorCauses } from "../../facts/operator.ts";
import { packageVersion } from "../../kit/package-root.ts";
import { readOperatorIncidents } from "../../operator/store.ts";
import { readWaiting, type Waiting } from "./store.ts";

/** The gauges whose names others rely on come first; a gauge that is not known has no sample. */
const gauges: Record<keyof Waiting, { name: string; help: string }> = {
  pendingOrders: {
    name: "musubi_pending_orders",
    help: "Orders on their way to Smaregi, that go on by themselves",
  },
  oldestPending: { name: "musubi_oldest_pending_seconds", help: "Age of the oldest of them" },
  waitingSignals: { name: "musubi_waiting_signals", help: "Smaregi products that wait to be read" },
  oldestSignal: { name: "musubi_oldest_signal_seconds", help: "Age of the oldest of them" },
  openFailures: { name: "musubi_open_failures", help: "Failures that nobody has repaired yet" },
  sweepAge: {
    name: "musubi_last_sweep_age_seconds",
    help: "Since a worker last made the minute's sweep to its end",
  },
  waitingFiles: { name: "musubi_waiting_files", help: "Files that wait or are worked through" },
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
  reconciliationAge: {
    name: "musubi_last_reconciliation_age_seconds",
    help: "Since any 差異チェック last ended well",
  },
  differences: {
    name: "musubi_differences",
    help: "Differences that the 差異チェック of the last day found",
  },
};

/** One look at the database serves every gauge of a scrape, and those right after it. */
const freshForMs = 2_000;

/** Registers the gauges of what waits, and of this process' connections and build. Read when they are asked for, and not before. */
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
  // Each is registered below, once: not in the library's registry of all.
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
          // Better none than an old one: an alert sees that it is absent.
          if (value === null) this.remove();
          else this.set(value);
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
  registry.registerMetric(
    new Gauge({
      name: "musubi_operator_incidents",
      help: "1 while this is wrong with the operation itself",
      labelNames: ["cause"],
      registers,
      async collect() {
        this.reset();
        const known = await readOperatorIncidents(ctx.db).catch(() => null);
        if (known === null) return;
        const open = new Set(known.map(({ cause }) => cause));
        for (const cause of operatorCauses) this.set({ cause }, open.has(cause) ? 1 : 0);
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
