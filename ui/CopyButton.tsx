import { useEffect, useState, type ReactNode } from "react";

type Props = {
  value: string;
  children(press: { copied: boolean; copy(): void }): ReactNode;
};

/** A button that copies a text. Also works on a page without https (`http://192.168...`), which has no clipboard. */
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

/** True if the text is in the clipboard now. */
async function written(text: string): Promise<boolean> {
  // Undefined without https, whatever the types say.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard === undefined) return writtenByHand(text);
  return await clipboard.writeText(text).then(
    () => true,
    () => writtenByHand(text),
  );
}

/** Copies as a person does: selects the text in a temporary field beside the button, copies it, and gives the focus back. */
function writtenByHand(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.style.cssText = "position: fixed; opacity: 0";
  // Inside the dialog, because the dialog would take the focus back from a field outside.
  (before?.parentElement ?? document.body).append(field);
  field.select();
  // An iPad selects nothing in a read-only field without an explicit range.
  field.setSelectionRange(0, text.length);
  const isCopied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}
