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

/** Draws anew what stands in an element. Whoever had the focus has it again, found by its `data-key`. */
export function redraw(container, ...children) {
  const held = container.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.dataset.key;
  container.replaceChildren(...children);
  if (key === undefined) return;
  const again = [...container.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
  again?.focus({ preventScroll: true });
}

/** A whole number as people type it, full-width digits and all; null where it is none. */
export function readNumber(text) {
  const plain = text
    .normalize("NFKC")
    .replace(/[,\s円¥\\]/g, "")
    .replace(/^[−ー‐]/, "-");
  return /^[+-]?\d{1,12}$/.test(plain) ? Number(plain) : null;
}

/** No answer came: what was asked for may have been done. */
export class NoAnswer extends Error {}

/** A call of the control API, which docs/sandbox.md describes. */
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

/** To where the next goods are scanned or typed; not by touch, where it would only bring up a keyboard. */
export function toSearch() {
  if (matchMedia("(pointer: fine)").matches) by("search").focus();
  else by("goods-title").focus();
}

/** Says what was done, where everybody sees and hears it. */
export const tellDone = (text) => showNotice(text, "");
/** Says what went wrong. */
export const tellProblem = (text) => showNotice("", text);
/** What was said last is over. */
export const hush = () => showNotice("", "");

function showNotice(done, problem) {
  by("done").textContent = done;
  by("message").textContent = problem;
  by("notice").hidden = done === "" && problem === "";
}

/** Does something; where it does not work, says so with a text of the dictionary that takes `{detail}`. */
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

/** Many calls in a short time are one. */
export function soon(action, waitMs) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      // Where the connection is away the page says so already; anything else is worth a word.
      action().catch((error) => {
        if (!(error instanceof NoAnswer)) tellProblem(say("failed", { detail: error.message }));
      });
    }, waitMs);
  };
}
