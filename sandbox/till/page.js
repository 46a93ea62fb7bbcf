/** One element of the page, by its ID. */
export const by = (id) => document.getElementById(id);

export const yen = (value) => `${Number(value).toLocaleString("ja-JP")}円`;

/** An element with text (never HTML: names come from anywhere), attributes and children. */
export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** A call of the control API, which docs/sandbox.md describes. */
export async function ask(method, path, body) {
  const response = await fetch(`/_sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? `HTTP ${response.status}`);
  return answer;
}

/** Does something, and shows why it did not work where it did not. */
export async function attempt(action) {
  by("message").textContent = "";
  by("done").textContent = "";
  try {
    await action();
  } catch (error) {
    by("message").textContent = error.message;
  }
}

/** Many calls in a short time are one. */
export function soon(action, waitMs) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      // Nobody asked for this just now: what is said of the last sale stays.
      action().catch((error) => (by("message").textContent = error.message));
    }, waitMs);
  };
}
