import { say } from "./say.js";

/** One element of the page, by its ID. */
export const by = (id) => document.getElementById(id);

/** An element with text (never HTML: names come from anywhere), attributes and children. */
export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Replaces an element's content. The focus returns to the element with the same `data-key`. */
export function redraw(container, ...children) {
  const held = container.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.dataset.key;
  container.replaceChildren(...children);
  if (key === undefined) return;
  const again = [...container.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
  again?.focus({ preventScroll: true });
}

/** Reads a whole number as people type it, also in full-width digits; null if it is none. */
export function readNumber(text) {
  const plain = text
    .normalize("NFKC")
    .replace(/[,\s円¥\\]/g, "")
    .replace(/^[−ー‐]/, "-");
  return /^[+-]?\d{1,12}$/.test(plain) ? Number(plain) : null;
}

/** No answer came: the request may have been carried out. */
export class NoAnswer extends Error {}

/** Calls the control API (see docs/sandbox.md). */
export async function ask(method, path, body) {
  let response;
  let answer;
  try {
    response = await fetch(`/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    answer = await response.json();
  } catch {
    throw new NoAnswer(say("unreachable"));
  }
  if (!response.ok) throw new Error(answer.detail ?? `HTTP ${response.status}`);
  return answer;
}

/**
 * Moves the focus to the field where the next goods are scanned or typed. Not on touch screens, because it would only open a
 * keyboard.
 */
export function toSearch() {
  if (matchMedia("(pointer: fine)").matches) by("search").focus();
  else by("goods-title").focus();
}

/** Says what was done, so that everyone sees and hears it. */
export const tellDone = (text) => showNotice(text, "");
/** Says what went wrong. */
export const tellProblem = (text) => showNotice("", text);
/** Clears the last message. */
export const hush = () => showNotice("", "");

function showNotice(done, problem) {
  by("done").textContent = done;
  by("message").textContent = problem;
  by("notice").hidden = done === "" && problem === "";
}

/** Runs an action. If it fails, shows a text of the dictionary that takes `{detail}`. */
export async function attempt(action, failed, values = {}) {
  hush();
  try {
    await action();
    return true;
  } catch (error) {
    tellProblem(say(failed, { ...values, detail: error.message }));
    return false;
  }
}

/** Combines many calls within a short time into one. */
export function soon(action, waitMs) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      // If there is no connection, the page says so already; every other error is shown.
      action().catch((error) => {
        if (!(error instanceof NoAnswer)) tellProblem(say("failed", { detail: error.message }));
      });
    }, waitMs);
  };
}
