import { queryOptions } from "@tanstack/react-query";
import type { Connection, Proofs } from "../../../src/http/api-types.ts";
import { ask, Problem } from "../../../ui/api.ts";

export const connectionPath = "/api/v1/connection";

/** The saved スマレジ連携設定; null if there is none. */
export const connectionQuery = queryOptions({
  queryKey: ["connection"],
  queryFn: ({ signal }) =>
    ask<Connection>("GET", connectionPath, { signal }).catch((error: unknown) => {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }),
});

/** The contracts that this shop has proven, and whether スマレジでログイン is available. */
export const proofsQuery = queryOptions({
  queryKey: ["connection", "proofs"],
  queryFn: ({ signal }) => ask<Proofs>("GET", `${connectionPath}/proofs`, { signal }),
});

/** The contract that the local Smaregi of the practice mode starts with. */
export const practiceContract = { contractId: "sb_musubi", storeId: "1", terminalId: "2" };
