import { ok, refuse } from "./answer.ts";
import { withBody, type Action } from "./control-action.ts";
import { givenFault, givenRedirects, givenWebhook } from "./control-bodies.ts";
import { switchesOf, tell, type State } from "./state.ts";
import { defaultSwitches, readSwitches } from "./switches.ts";

const shownWebhooks = (state: State) =>
  ok({ webhook: state.webhook, contracts: Object.fromEntries(state.contractWebhooks) });

function keepWebhooks(state: State): void {
  state.keep({ webhook: state.webhook, contractWebhooks: [...state.contractWebhooks] });
  tell(state, "settings", {});
}

const putWebhook: Action = ({ state, body }) =>
  withBody(givenWebhook, body, ({ contractId, ...webhook }) => {
    if (contractId === undefined) state.webhook = webhook;
    else state.contractWebhooks.set(contractId, webhook);
    keepWebhooks(state);
    return shownWebhooks(state);
  });

const removeWebhook: Action = ({ state, query }) => {
  const contractId = query.get("contractId");
  if (contractId !== null) state.contractWebhooks.delete(contractId);
  else {
    state.webhook = null;
    state.contractWebhooks.clear();
  }
  keepWebhooks(state);
  return shownWebhooks(state);
};

const setSwitches: Action = ({ state, query, body }) => {
  const patch = readSwitches(body as object);
  if (typeof patch === "string") return refuse(400, patch);
  const contractId = query.get("contractId");
  if (contractId === null) Object.assign(state.switches, patch);
  else {
    const contract = state.contracts.get(contractId);
    if (contract === undefined) return refuse(404, "There is no such contract.");
    Object.assign(contract.switches, patch);
  }
  tell(state, "settings", {});
  return ok(switchesOf(state, contractId ?? ""));
};

/** Where notifications go, how Smaregi behaves, and which calls fail next. */
export const settingActions: [call: string, action: Action][] = [
  ["PUT /webhook", putWebhook],
  ["GET /webhook", ({ state }) => shownWebhooks(state)],
  ["DELETE /webhook", removeWebhook],
  [
    "PUT /redirects",
    ({ state, body }) =>
      withBody(givenRedirects, body, ({ redirectUris }) => {
        state.redirectUris = redirectUris;
        return ok({ redirectUris });
      }),
  ],
  ["GET /switches", ({ state, query }) => ok(switchesOf(state, query.get("contractId") ?? ""))],
  ["PATCH /switches", setSwitches],
  [
    "POST /switches/reset",
    ({ state }) => {
      state.switches = defaultSwitches();
      for (const contract of state.contracts.values()) contract.switches = {};
      tell(state, "settings", {});
      return ok(state.switches);
    },
  ],
  [
    "POST /faults",
    ({ state, body }) =>
      withBody(givenFault, body, (fault) => {
        state.faults.push(fault);
        tell(state, "settings", {});
        return ok(state.faults);
      }),
  ],
  ["GET /faults", ({ state }) => ok(state.faults)],
  [
    "DELETE /faults",
    ({ state }) => {
      state.faults = [];
      tell(state, "settings", {});
      return ok([]);
    },
  ],
];
