import type { z } from "zod";
import type { Text } from "../kit/errors.ts";

const needed: Text = { ja: "必須です。", en: "It is needed." };

const kinds: Record<string, Text> = {
  int: { ja: "整数を指定してください。", en: "It must be a whole number." },
  number: { ja: "数値を指定してください。", en: "It must be a number." },
  string: { ja: "文字で指定してください。", en: "It must be a text." },
  boolean: { ja: "true または false を指定してください。", en: "It must be true or false." },
  array: { ja: "一覧の形で指定してください。", en: "It must be a list." },
  object: { ja: "項目の組で指定してください。", en: "It must be a set of named fields." },
  record: { ja: "項目の組で指定してください。", en: "It must be a set of named fields." },
  // A field that is left out although a schema of otherwise optional ones needs it.
  nonoptional: needed,
};
const formats: Record<string, Text> = {
  date: { ja: "日付は「2026-01-31」の形で指定してください。", en: "Write the date like 2026-01-31." },
  datetime: {
    ja: "日時は「2026-01-31T09:00:00+09:00」の形で指定してください。",
    en: "Write the time like 2026-01-31T09:00:00+09:00.",
  },
  email: {
    ja: "メールアドレスは「name@example.com」の形で指定してください。",
    en: "Write the mail address like name@example.com.",
  },
};
const wrongForm: Text = { ja: "形式が正しくありません。", en: "It is not written as it should be." };

/**
 * Says in plain words what a schema found (P10); the only place that does. No sentence contains a pattern, a type's name or a word of
 * the library. If a field has its own sentence, that one is used.
 */
export function sentenceOf(issue: z.core.$ZodIssue): Text {
  switch (issue.code) {
    case "custom":
      return (issue.params?.["text"] as Text | undefined) ?? wrongForm;
    case "invalid_type":
      if (isLeftOut(issue)) return needed;
      return kinds[issue.expected] ?? wrongForm;
    case "invalid_format":
      return formats[issue.format] ?? wrongForm;
    case "too_big":
      return atMost(issue.origin, String(issue.maximum));
    case "too_small":
      return atLeast(issue.origin, String(issue.minimum));
    case "invalid_value":
      return oneOf(issue.values);
    case "unrecognized_keys": {
      const names = issue.keys.slice(0, 10).join(", ");
      return { ja: `使えない項目があります: ${names}`, en: `There are fields that can't be used: ${names}` };
    }
    case "invalid_union":
      // The words that choose the shape of a set of fields.
      if ("options" in issue && issue.options !== undefined) return oneOf(issue.options);
      return choicesOf(issue.errors) ?? wrongForm;
    default:
      return wrongForm;
  }
}

/** True for a field that was not sent at all. The library says so only in its message. */
export const isLeftOut = ({ code, message }: z.core.$ZodIssue): boolean =>
  code === "invalid_type" && message.endsWith("received undefined");

/** For a field that takes one of some values: those values; null if it takes something else. */
function choicesOf(branches: z.core.$ZodIssue[][]): Text | null {
  const values = branches.map(([first]) => (first?.code === "invalid_value" ? first.values : null));
  return values.length === 0 || values.includes(null) ? null : oneOf(values.flatMap((each) => each ?? []));
}

function oneOf(values: unknown[]): Text {
  const choices = values.map(String).join(" / ");
  return { ja: `次のいずれかを指定してください: ${choices}`, en: `It must be one of: ${choices}` };
}

function atMost(origin: string, most: string): Text {
  if (origin === "string")
    return { ja: `${most}文字以内で指定してください。`, en: `It takes up to ${most} letters.` };
  if (origin === "array")
    return { ja: `${most}件までで指定してください。`, en: `It takes up to ${most} entries.` };
  return { ja: `${most}以下の値を指定してください。`, en: `It must be ${most} or less.` };
}

function atLeast(origin: string, least: string): Text {
  if (least === "1" && (origin === "string" || origin === "array")) return needed;
  if (origin === "string")
    return { ja: `${least}文字以上で指定してください。`, en: `It takes ${least} letters or more.` };
  if (origin === "array")
    return { ja: `${least}件以上を指定してください。`, en: `It takes ${least} entries or more.` };
  return { ja: `${least}以上の値を指定してください。`, en: `It must be ${least} or more.` };
}
