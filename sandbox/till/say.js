import { recordWords } from "./words-records.js";
import { saleWords } from "./words-sale.js";

/** The only dictionary: everything that the page says, in Japanese and English. */
export const words = { ...saleWords, ...recordWords };

const remembered = "till-language";
const languages = ["ja", "en"];
let index = 0;

/** The language on the page: `ja` or `en`. */
export const language = () => languages[index];

/** A text of the dictionary, with the values filled in. */
export function say(key, values = {}) {
  return words[key][index].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** A whole number with a separator between thousands. */
export const count = (value) => Number(value).toLocaleString("ja-JP");

/** An amount of money: 1,080円 or ¥1,080. */
export function yen(value) {
  const digits = count(Math.abs(Number(value)));
  const sign = Number(value) < 0 ? "−" : "";
  return index === 0 ? `${sign}${digits}円` : `${sign}¥${digits}`;
}

/** First `?lang=` of the address, then the language that was chosen here before, then Japanese. */
export function startLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  choose(languages.includes(asked) ? asked : recall());
}

/** Switches to the other language, and remembers it. */
export function switchLanguage() {
  choose(languages[1 - index]);
  const address = new URL(location.href);
  address.searchParams.set("lang", language());
  history.replaceState(null, "", address);
  try {
    localStorage.setItem(remembered, language());
  } catch {
    // This browser stores nothing, but the address contains the language.
  }
}

function recall() {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null;
  }
}

function choose(wanted) {
  index = Math.max(0, languages.indexOf(wanted));
  document.documentElement.lang = language();
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(element.dataset.say);
  }
  for (const element of document.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", say(element.dataset.sayLabel));
  }
  for (const element of document.querySelectorAll("[data-say-placeholder]")) {
    element.placeholder = say(element.dataset.sayPlaceholder);
  }
}
