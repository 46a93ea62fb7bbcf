import { ask, attempt, by, make, redraw, tellDone } from "./page.js";
import { language, say } from "./say.js";
import { shop } from "./shop.js";

const seconds = (ms) => [ms, () => (ms === 0 ? say("none") : say("seconds", { count: ms / 1000 }))];
const named = (name, key) => [name, () => say(key)];

// The first choice of each switch is the usual one.
const groups = [
  {
    key: "faults.smaregi",
    switches: {
      maintenance: [
        named("off", "none"),
        ...["problem503", "html503", "reset", "hang"].map((each) => named(each, `maintenance.${each}`)),
      ],
      latencyMs: [0, 300, 3000, 20_000].map(seconds),
      stockDelayMs: [0, 2000, 10_000].map(seconds),
      duplicateKey: ["refuse", "accept"].map((each) => named(each, `duplicateKey.${each}`)),
    },
  },
  {
    key: "faults.notifications",
    switches: {
      notifications: ["deliver", "drop"].map((each) => named(each, `notifications.${each}`)),
      dropEveryNth: [
        named(0, "none"),
        ...[2, 5].map((nth) => [nth, () => say("dropEveryNth.nth", { count: nth })]),
      ],
      duplicateNotifications: [
        named(0, "none"),
        ...[1, 2].map((more) => [more, () => say("duplicateNotifications.times", { count: more + 1 })]),
      ],
      reorderNotificationsMs: [
        named(0, "reorderNotificationsMs.kept"),
        named(3000, "reorderNotificationsMs.mixed"),
      ],
      notificationDelayMs: [0, 2000, 10_000].map(seconds),
      webhookHeader: ["correct", "wrong", "missing"].map((each) => named(each, `webhookHeader.${each}`)),
    },
  },
];

const once = [
  ["POST /transactions", "commitThenTimeout", "once.register.commitThenTimeout"],
  ["POST /transactions", "commitThen500", "once.register.commitThen500"],
  ["POST /transactions", "timeout", "once.register.timeout"],
  ["POST /transactions", "status400", "once.register.status400"],
  ["POST /transactions/{id}/cancel", "commitThenTimeout", "once.cancel.commitThenTimeout"],
  ["GET /stock", "status500", "once.stock.status500"],
  ["*", "status429", "once.any.status429"],
];

let switches = {};
let waiting = [];

/** Reads the switches, and the faults that wait for a call, and shows them. */
export async function readFaults() {
  let webhooks;
  [switches, waiting, webhooks] = await Promise.all(
    ["/switches", "/faults", "/webhook"].map((path) => ask("GET", path)),
  );
  shop.isNotified = webhooks.webhook !== null || shop.contractId in webhooks.contracts;
  showFaults();
}

/** Shows the faults that were read last, and marks those that differ from the usual. */
export function showFaults() {
  const active = [];
  redraw(
    by("switches"),
    ...groups.map(({ key, switches: each }) =>
      make(
        "fieldset",
        {},
        make("legend", { text: say(key) }),
        ...Object.entries(each).map(([name, choices]) => {
          const isUsual = switches[name] === choices[0][0] || switches[name] === undefined;
          const shown = choices.find(([value]) => value === switches[name])?.[1]() ?? String(switches[name]);
          if (!isUsual) active.push(`${say(name)}: ${shown}`);
          return choice(name, choices, shown, isUsual);
        }),
      ),
    ),
  );
  by("practising").hidden = active.length === 0;
  by("practising-what").textContent =
    active.length === 0 ? "" : say("faults.practising", { faults: active.join(comma()) });
  const names = waiting.map(({ call, kind, times }) => {
    const known = once.find(([each, how]) => each === call && how === kind);
    return `${known === undefined ? `${call} ${kind}` : say(known[2])}${times > 1 ? ` ×${times}` : ""}`;
  });
  by("waiting").textContent =
    names.length === 0 ? say("faults.waiting.none") : say("faults.waiting", { faults: names.join(comma()) });
  redraw(by("once"), ...once.map(onceButton));
}

const comma = () => (language() === "ja" ? "、" : "; ");

function choice(name, choices, shown, isUsual) {
  const value = switches[name];
  // A value that was set elsewhere becomes an additional choice.
  const all = choices.some(([each]) => each === value) ? choices : [...choices, [value, () => shown]];
  const select = make(
    "select",
    {
      "data-key": `switch ${name}`,
      onchange: () => {
        const [wanted] = all[select.selectedIndex];
        return attempt(() => ask("PATCH", "/switches", { [name]: wanted }), "faults.failed");
      },
    },
    ...all.map(([each, text]) => make("option", { value: String(each), text: text() })),
  );
  select.value = String(value);
  return make("label", { class: isUsual ? "" : "on" }, make("span", { text: say(name) }), select);
}

const onceButton = ([call, kind, key]) =>
  make("button", {
    type: "button",
    text: say(key),
    "data-key": `once ${call} ${kind}`,
    onclick: () =>
      attempt(async () => {
        await ask("POST", "/faults", { call, kind });
        tellDone(say("faults.once.done", { fault: say(key) }));
      }, "faults.failed"),
  });

/** The button that resets everything to normal. */
export function wireFaults() {
  by("reset").addEventListener(
    "click",
    () =>
      void attempt(async () => {
        await ask("POST", "/switches/reset");
        await ask("DELETE", "/faults");
        await readFaults();
        tellDone(say("faults.reset.done"));
      }, "faults.failed"),
  );
}
