import { by } from "./page.js";
import { say } from "./say.js";

const againMs = 2_000;
/**
 * The server sends something every 20 seconds: a connection that is silent for longer is dead, for example after the device slept.
 */
const silenceMs = 50_000;
const lookMs = 5_000;
let isOn = false;

/**
 * Follows server-sent events: `on` has an action for each. `open` runs whenever the connection opens, because events from before that
 * time are lost: between the first look and now, or while there was no connection.
 */
export function watch(on, open) {
  const events = new EventSource("/_sandbox/events");
  let heardAt = Date.now();
  const heard = () => (heardAt = Date.now());
  for (const [name, action] of Object.entries({ ...on, alive: heard })) {
    events.addEventListener(name, (event) => {
      heard();
      action(JSON.parse(event.data));
    });
  }
  const looking = setInterval(() => {
    if (Date.now() - heardAt < silenceMs) return;
    clearInterval(looking);
    events.close();
    setOn(false);
    watch(on, open);
  }, lookMs);
  events.addEventListener("open", () => {
    heard();
    setOn(true);
    open();
  });
  events.addEventListener("error", () => {
    setOn(false);
    // The browser tries again by itself, but not if the answer was something other than events.
    if (events.readyState !== EventSource.CLOSED) return;
    clearInterval(looking);
    setTimeout(() => watch(on, open), againMs);
  });
}

function setOn(on) {
  isOn = on;
  if (on) by("state").dataset.on = "";
  else delete by("state").dataset.on;
  by("away").hidden = on;
  by("away").textContent = on ? "" : say("away");
  sayState();
}

/** Shows the state of the connection, in the language of the page. */
export function sayState() {
  by("state").textContent = say(isOn ? "state.on" : "state.off");
  if (!by("away").hidden) by("away").textContent = say("away");
}
