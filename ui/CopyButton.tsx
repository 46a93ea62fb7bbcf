import { useEffect, useState, type ReactNode } from "react";

type Props = {
  value: string;
  children(press: { copied: boolean; copy(): void }): ReactNode;
};

/** A press that copies a text, also where a page has no clipboard because it came without https (`http://192.168...`). */
export function CopyButton({ value, children }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const over = setTimeout(() => setCopied(false), 4000);
    return () => clearTimeout(over);
  }, [copied]);
  const copy = async () => setCopied(await written(value));
  return children({ copied, copy: () => void copy() });
}

/** Whether the text is in the clipboard now. */
async function written(text: string): Promise<boolean> {
  // Absent without https, whatever the types say.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard === undefined) return writtenByHand(text);
  return await clipboard.writeText(text).then(
    () => true,
    () => writtenByHand(text),
  );
}

/** As a person does it: marks the text in a field of its own beside the button, copies, and gives the focus back. */
function writtenByHand(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.style.cssText = "position: fixed; opacity: 0";
  // Within the dialog, which would take the focus back from a field outside.
  (before?.parentElement ?? document.body).append(field);
  field.select();
  // An iPad marks nothing in a field that is read only unless it is told from where to where.
  field.setSelectionRange(0, text.length);
  const isCopied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}
