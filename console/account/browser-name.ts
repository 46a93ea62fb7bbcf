/** The first match counts: most browsers also name their ancestors. */
const browsers: [RegExp, string][] = [
  [/\bEdgA?(?:iOS)?\//, "Edge"],
  [/\b(?:OPR|OPT)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bVersion\/\S+ .*Safari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** The usual name of a browser and its system ("Chrome, Windows"), from its user agent; null if neither is known. */
export function browserName(agent: string | null): string | null {
  const nameOf = (all: [RegExp, string][]) => all.find(([shape]) => shape.test(agent ?? ""))?.[1];
  const names = [nameOf(browsers), nameOf(systems)].filter((name) => name !== undefined);
  return names.length === 0 ? null : names.join(", ");
}
