import { Counter, Histogram, Registry, collectDefaultMetrics } from "prom-client";

const seconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

/** The metrics for operators, in Prometheus' format at `GET /metrics`. One registry per process. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    smaregiCalls: new Histogram({
      name: "musubi_smaregi_call_seconds",
      help: "Calls to Smaregi, by call and outcome",
      labelNames: ["call", "outcome"],
      buckets: seconds,
      registers,
    }),
    syncLatency: new Histogram({
      name: "musubi_sync_latency_seconds",
      help: "From the notification to the stored quantity",
      buckets: seconds,
      registers,
    }),
    requests: new Histogram({
      name: "musubi_http_request_seconds",
      help: "HTTP requests, by route and status",
      labelNames: ["method", "route", "status"],
      buckets: seconds,
      registers,
    }),
    notifications: new Counter({
      name: "musubi_notifications_total",
      help: "Notifications from Smaregi, by what became of them",
      labelNames: ["outcome"],
      registers,
    }),
    untoldChanges: new Counter({
      name: "musubi_untold_changes_total",
      help: "Quantities that Smaregi changed and no notification told of, found by the look every five minutes",
      registers,
    }),
    workFailures: new Counter({
      name: "musubi_work_failures_total",
      help: "Pieces of background work that ended with an error, by task; each is tried again",
      labelNames: ["task"],
      registers,
    }),
    refused: new Counter({
      name: "musubi_refused_total",
      help: "Requests above a limit, by the limit",
      labelNames: ["limit"],
      registers,
    }),
    transactions: new Counter({
      name: "musubi_transactions_total",
      help: "Transactions in Smaregi, by what became of them",
      labelNames: ["outcome"],
      registers,
    }),
    unexplained: new Counter({
      name: "musubi_unexplained_differences_total",
      help: "Quantities that differed from Smaregi's with nothing to explain it: should be 0",
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
