import { ok, refuse, type Answer } from "./answer.ts";
import { contractActions } from "./control-contracts.ts";
import { productActions } from "./control-products.ts";
import { recordActions } from "./control-records.ts";
import { settingActions } from "./control-settings.ts";
import type { Action } from "./control-action.ts";
import { dropLater, tell, type State } from "./state.ts";
import { defaultSwitches } from "./switches.ts";
import { decodeParts, readJson } from "./wire.ts";

const actions: [call: string, action: Action][] = [
  ...contractActions,
  ...productActions,
  ...settingActions,
  ...recordActions,
  [
    "POST /reset",
    ({ state }) => {
      forgetAll(state);
      return ok(null);
    },
  ],
];

const table = actions.map(([call, action]) => {
  const [method = "", template = ""] = call.split(" ");
  return { method, path: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "([^/]+)")}$`), action };
});

/**
 * `/_sandbox/...`: sets up contracts, plays the till, turns switches, and shows what was called and sent. docs/sandbox.md describes
 * it. `path` is the part after `/_sandbox`.
 */
export async function control(
  state: State,
  asked: { method: string; path: string; query: URLSearchParams; text: string },
): Promise<Answer> {
  for (const { method, path, action } of table) {
    const match = method === asked.method ? path.exec(asked.path) : null;
    const parts = match === null ? null : decodeParts(match.slice(1));
    if (parts === null) continue;
    const body = asked.text === "" ? {} : readJson(asked.text);
    if (body === undefined) return refuse(400, "The body is no JSON.");
    return await action({ state, query: asked.query, body, parts });
  }
  return refuse(404, "There is no such control: see docs/sandbox.md.");
}

function forgetAll(state: State): void {
  dropLater(state);
  const { contracts, tokens, codes, userTokens, contractWebhooks, counts, buckets, announced } = state;
  const all = [contracts, tokens, codes, userTokens, contractWebhooks, counts, buckets, announced];
  for (const kept of all) kept.clear();
  state.webhook = null;
  state.redirectUris = null;
  state.switches = defaultSwitches();
  state.faults = [];
  state.calls = [];
  state.notifications = [];
  state.keep({ reset: true });
  tell(state, "contract", { contractId: null });
  tell(state, "settings", {});
}
