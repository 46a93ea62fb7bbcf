import { expect, it } from "vitest";
import { keepComposing } from "./composing.ts";

it.each([
  ["Enter", { isComposing: true, keyCode: 229 }, []],
  // Safari: the word was already accepted.
  ["Enter", { isComposing: false, keyCode: 229 }, []],
  ["Escape", { isComposing: false, keyCode: 229 }, []],
  ["Enter", { isComposing: false, keyCode: 13 }, ["Enter"]],
  ["Escape", { isComposing: false, keyCode: 27 }, ["Escape"]],
])("of %s with %j the page hears %j", (key, told, expected) => {
  const page = new EventTarget();
  const heard: string[] = [];
  keepComposing(page);
  // For example a dialog, which listens in the capture phase.
  page.addEventListener("keydown", () => heard.push(key), true);
  page.dispatchEvent(Object.assign(new Event("keydown"), told));
  expect(heard).toEqual(expected);
});
